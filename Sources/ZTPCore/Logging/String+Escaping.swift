extension String {
    /// For people's eyes: every character that they would not see, or that changes how its neighbors are shown, is
    /// written as `\xNN`, `\uNNNN` or `\UNNNNNNNN`. Logs, tables and messages all use this; JSON has escapes of its own.
    ///
    /// Those are control characters, line and paragraph separators, bidirectional controls, zero-width characters, soft
    /// hyphens, tags, variation selectors and fillers, noncharacters and characters for private use.
    public var escapingControls: String {
        guard !utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            let digits = String(scalar.value, radix: 16)
            switch scalar.value {
            case _ where !scalar.isUnseen: escaped.unicodeScalars.append(scalar)
            case ..<0x100: escaped += "\\x" + digits.leftPadded(to: 2)
            case ..<0x10000: escaped += "\\u" + digits.leftPadded(to: 4)
            default: escaped += "\\U" + digits.leftPadded(to: 8)
            }
        }
        return escaped
    }
}

extension Unicode.Scalar {
    /// Whether a terminal or an editor shows nothing for it, or shows something else than it is.
    fileprivate var isUnseen: Bool {
        guard !isControl, !properties.isDefaultIgnorableCodePoint, !properties.isNoncharacterCodePoint else {
            return true
        }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
            .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol, .spaceSeparator,
            .unassigned:
            false
        @unknown default: true
        }
    }
}
