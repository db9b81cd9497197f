import GenerationTypes

/// Every text has a plan that keeps its promises, and always the same one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    guard let prompt = Prompt(text) else { return 0 }
    let plan = planEdits(prompt: prompt)
    let effects = plan.edits.map(\.effect)
    precondition(plan.edits.allSatisfy { (0.01...1).contains($0.strength) }, text)
    precondition(Set(effects).count == effects.count, text)
    precondition(Set(effects).isDisjoint(with: plan.suppressed), text)
    precondition(plan == planEdits(prompt: prompt), text)
    return 0
}
