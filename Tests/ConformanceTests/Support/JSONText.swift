/// JSON text without the blanks outside its texts, so that documents compare by key order, escapes and spellings.
func compactJSON(_ text: String) -> String {
    var compact = ""
    var inText = false
    var escaped = false
    for character in text.unicodeScalars {
        if !inText, " \t\r\n".unicodeScalars.contains(character) { continue }
        compact.unicodeScalars.append(character)
        if escaped {
            escaped = false
        } else if character == "\\" {
            escaped = true
        } else if character == "\"" {
            inText.toggle()
        }
    }
    return compact
}
