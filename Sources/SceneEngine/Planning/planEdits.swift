public import GenerationTypes

/// Reads a prompt. Total: every text gives a plan, an empty one when nothing in it was understood.
public func planEdits(prompt: Prompt) -> EditPlan {
    EditPlan()
}
