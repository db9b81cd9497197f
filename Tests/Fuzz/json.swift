import GenerationTypes

/// A body is read or refused; what is read keeps the limits of the contract.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = [UInt8](UnsafeBufferPointer(start: bytes, count: count))
    do {
        let json = try JSONParser.parse(text)
        for version in [GenerationVersion.v1, .v2] {
            guard let body = try? GenerationBody(json, version: version) else { continue }
            precondition(!body.image.text.isEmpty)
            precondition(body.elements.map(\.imageCount).reduce(0, +) <= GenerationFields.elementImageLimit)
            precondition(version == .v2 || body.webhookURL == nil)
        }
    } catch {
        precondition((0...count).contains(error.offset), "\(error)")
    }
    return 0
}

/// Stands in for the error of the routes, which needs the HTTP libraries.
struct APIError: Error {
    let faults: [FieldFault]

    static func badRequest(_ message: String) -> Self { Self(faults: [FieldFault(field: "", message: message)]) }
    static func invalidParameters(_ faults: [FieldFault]) -> Self { Self(faults: faults) }
}
