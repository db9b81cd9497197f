/// Reads the fields of one JSON object and remembers everything that is wrong with them, so that a client learns of all
/// its mistakes at once.
struct BodyReader {
    private let object: JSONValue
    /// What stands before the names in messages: empty, or `elements[0].`.
    private let prefix: String
    private(set) var faults: [FieldFault]

    init(_ object: JSONValue, prefix: String = "", faults: [FieldFault] = []) {
        self.object = object
        self.prefix = prefix
        self.faults = faults
    }

    /// The field's value; nil when it is missing, `null`, or wrong. Clients write `null` for what they leave out.
    mutating func read<Value>(_ field: BodyField<Value>) -> Value? {
        let path = prefix + field.name
        guard let json = object[field.name], json != .null else {
            if field.isRequired { faults.append(FieldFault(field: path, message: "is required")) }
            return nil
        }
        return field.check(json, path, &faults)
    }

    mutating func add(_ fault: FieldFault) { faults.append(fault) }
}
