import Testing

@testable import JobRunner

struct StepTimesTests {
    @Test(
        arguments: [
            ("step 3 of 8", "step n of n"), ("step 12 of 28", "step n of n"),
            ("reading the scene", "reading the scene"),
            ("", ""),
        ]
    )
    func stepsThatDifferByNumberHaveOneName(_ label: String, _ name: String) {
        #expect(StepTimes.name(label) == name)
    }
}
