public import GenerationTypes

extension EditPlan {
    /// Why a prompt without a single wish that can be met is refused, and what can be asked for instead.
    public var refusal: GenerationFailure {
        var reasons: [String] = []
        if !unsupported.isEmpty { reasons.append("it cannot do: \(unsupported.prefix(5).joined(separator: "; "))") }
        if let medium = warnings.first(where: { $0.contains("was left out") }) { reasons.append(medium) }
        let unclear = warnings.filter { $0.hasPrefix("not understood: ") }.prefix(3)
        if !unclear.isEmpty {
            reasons.append(
                "it did not understand: \(unclear.map { $0.dropFirst("not understood: ".count) }.joined(separator: "; "))"
            )
        }
        if reasons.isEmpty, !suppressed.isEmpty {
            reasons.append(
                "the prompt only says what is not wanted: \(suppressed.map(\.words).joined(separator: ", "))"
            )
        }
        let reason = reasons.isEmpty ? "no wish in it was understood" : reasons.joined(separator: "; ")
        return GenerationFailure(
            .unsupportedPrompt,
            "prompt: nothing in it is something the scene engine can do (\(reason)). It changes season, time of day, "
                + "weather, sky, light, colour look, art style and image quality of the photograph that is there. "
                + "Example: 'snowy winter evening, faint aurora, glowing windows, cinematic'"
        )
    }
}
