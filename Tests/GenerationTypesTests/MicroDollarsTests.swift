import GenerationTypes
import Testing

struct MicroDollarsTests {
    @Test("reads and writes decimal dollars", arguments: [("0.035", 35_000), ("1", 1_000_000), ("-2.5", -2_500_000)])
    func roundTrip(text: String, amount: Int64) {
        #expect(MicroDollars(dollars: text) == MicroDollars(amount))
        #expect(MicroDollars(amount).description == text)
    }

    @Test(
        "refuses what is not an exact amount",
        arguments: ["", "-", "1.", ".5", "1.0000001", "1e3", "1,5", "９", "+1"]
    )
    func refuses(text: String) {
        #expect(MicroDollars(dollars: text) == nil)
    }
}
