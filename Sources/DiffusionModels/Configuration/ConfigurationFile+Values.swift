extension ConfigurationFile {
    /// A whole number above zero: every size and count of a network is one.
    public func integer(_ key: String, default standard: Int? = nil) throws -> Int {
        guard case .integer(let value) = try value(key, default: standard.map(ConfigurationValue.integer)), value > 0
        else { throw error(key, supported: "a positive whole number") }
        return value
    }

    /// Several sizes or counts, one for each of `count` levels; a single number stands for all of them.
    public func integers(_ key: String, count: Int, default standard: ConfigurationValue? = nil) throws -> [Int] {
        let value = try value(key, default: standard)
        if case .integer(let value) = value, value > 0 { return Array(repeating: value, count: count) }
        let values = try integers(key, default: standard)
        guard values.count == count else {
            throw error(key, supported: "\(count) positive whole numbers, or one for all")
        }
        return values
    }

    /// A list of sizes or counts.
    public func integers(_ key: String, default standard: ConfigurationValue? = nil) throws -> [Int] {
        let problem = error(key, supported: "a list of positive whole numbers")
        guard case .list(let list) = try value(key, default: standard) else { throw problem }
        return try list.map {
            guard case .integer(let value) = $0, value > 0 else { throw problem }
            return value
        }
    }

    /// A number.
    public func number(_ key: String, default standard: Double? = nil) throws -> Double {
        switch try value(key, default: standard.map(ConfigurationValue.number)) {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default: throw error(key, supported: "a number")
        }
    }

    /// A yes or no.
    public func flag(_ key: String, default standard: Bool? = nil) throws -> Bool {
        guard case .flag(let value) = try value(key, default: standard.map(ConfigurationValue.flag)) else {
            throw error(key, supported: "true or false")
        }
        return value
    }

    /// A word.
    public func text(_ key: String, default standard: String? = nil) throws -> String {
        guard case .text(let value) = try value(key, default: standard.map(ConfigurationValue.text)) else {
            throw error(key, supported: "a text")
        }
        return value
    }

    /// A list of words.
    public func texts(_ key: String, default standard: ConfigurationValue? = nil) throws -> [String] {
        let problem = error(key, supported: "a list of texts")
        guard case .list(let list) = try value(key, default: standard) else { throw problem }
        return try list.map {
            guard case .text(let value) = $0 else { throw problem }
            return value
        }
    }
}
