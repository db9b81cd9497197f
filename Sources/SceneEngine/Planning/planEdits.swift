public import GenerationTypes

/// Reads a prompt. Total: every text gives a plan, an empty one when nothing in it was understood.
///
/// 1. ``PromptReading``: the words become phrases of the ``Lexicon``, the sentences say which are wanted, how much and
///    where.
/// 2. ``Wishes``: contradictions are settled.
public func planEdits(prompt: Prompt) -> EditPlan {
    let lexicon = Lexicon.standard
    let reading = PromptReading(prompt, lexicon: lexicon)
    var wishes = Wishes(reading, lexicon: lexicon)
    wishes.settle(reading)
    var priors = reading.priors
    let edits = wishes.names.compactMap { name -> EditPlan.Edit? in
        guard let wish = wishes[name] else { return nil }
        if let hint = lexicon.entry(name)?.hint { priors.raise(hint, to: 0.5) }
        return EditPlan.Edit(
            name,
            strength: wish.strength.clamped(to: 0.01...1),
            places: wish.places,
            excludedPlaces: wish.excludedPlaces
        )
    }
    return EditPlan(
        edits: edits,
        timeOfDay: wishes.names(of: .time).first,
        medium: wishes.names(of: .medium).first,
        suppressed: lexicon.effects.map(\.name).filter(wishes.suppressed.contains),
        preserved: reading.preserved,
        priors: priors,
        elements: reading.elements,
        unsupported: reading.unsupported,
        warnings: warnings(reading, wishes)
    )
}

private func warnings(_ reading: PromptReading, _ wishes: Wishes) -> [String] {
    var warnings = reading.unsupported.prefix(10).map { "not something this engine can do: \($0)" }
    warnings += unique(reading.notUnderstood).prefix(5).map { "not understood: \($0)" }
    warnings += unique(reading.unkeepable).prefix(5).map { "cannot be told apart, so it changes with the rest: \($0)" }
    return warnings + wishes.notes
}
