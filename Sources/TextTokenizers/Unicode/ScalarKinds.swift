/// What word patterns tell apart: `\p{L}`, `\p{N}`, `\s`, and all others.
enum ScalarKind: UInt8, Sendable {
    case other = 0
    case letter
    case number
    case space
}

/// The kind of every scalar, as the reference's regular expressions see it.
///
/// Their engine (Oniguruma) knows Unicode 16.0 and takes everything newer for unassigned. The standard library may know a
/// later version, so a scalar's age decides whether its properties count: encodings stay the same whatever Unicode version
/// the toolchain brings.
struct ScalarKinds: Sendable {
    static let reference = ScalarKinds()

    /// The kinds of the first two planes, where nearly all text is.
    private let table: [UInt8]
    private static let tableSize: UInt32 = 0x20000

    private init() {
        table = (0..<Self.tableSize).map { Self.classify($0).rawValue }
    }

    @inline(__always)
    subscript(_ value: UInt32) -> ScalarKind {
        guard value < Self.tableSize else { return Self.classify(value) }
        return ScalarKind(rawValue: table[Int(value)]) ?? .other
    }

    private static func classify(_ value: UInt32) -> ScalarKind {
        guard let scalar = Unicode.Scalar(value), scalar.isAssigned(inUnicode: 16) else { return .other }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .decimalNumber, .letterNumber, .otherNumber: .number
        default: scalar.properties.isWhitespace ? .space : .other
        }
    }

    /// `\w`, for added tokens that must be a word of their own: letters, marks, digits, connectors and joiners.
    static func isWordCharacter(_ value: UInt32) -> Bool {
        guard let scalar = Unicode.Scalar(value), scalar.isAssigned(inUnicode: 16) else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
        default: return scalar.properties.isAlphabetic || scalar.properties.isJoinControl
        }
    }
}

extension Unicode.Scalar {
    /// Whether a version of Unicode, or one before it, has this scalar.
    func isAssigned(inUnicode major: Int) -> Bool {
        guard let age = properties.age else { return false }
        return age.major < major || age.major == major && age.minor == 0
    }
}
