import ArgumentParser

/// How lists are printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON for scripts.")
    var json = false

    /// Prints values for scripts, or as a table; `empty` when there are none.
    func print<Value: Encodable>(_ values: [Value], header: [String], empty: String, row: (Value) -> [String]) throws {
        if json {
            Swift.print(try JSONOutput.text(values))
        } else {
            Swift.print(values.isEmpty ? empty : TextTable(header: header, rows: values.map(row)).text)
        }
    }
}
