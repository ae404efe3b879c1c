/// Numbers for texts that differ in their bytes, from 0 in the order in which they came.
struct NameTable {
    private var numbers: [ExactText: Int] = [:]

    var count: Int { numbers.count }

    /// The text's number; a new one if it has none yet.
    mutating func number(of name: ExactText) -> Int {
        if let known = numbers[name] { return known }
        let number = numbers.count
        numbers[name] = number
        return number
    }

    mutating func number(of name: String) -> Int { number(of: ExactText(name)) }

    /// Nil when it has none.
    func known(_ name: ExactText) -> Int? { numbers[name] }

    func known(_ name: String) -> Int? { known(ExactText(name)) }
}
