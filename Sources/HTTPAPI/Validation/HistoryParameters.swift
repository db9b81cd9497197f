import JobStore

/// The query of a look into the past, checked.
struct HistoryParameters: Sendable {
    /// The longest window in days.
    static let windowLimit: Int64 = 31
    static let usualWindow: Int64 = 7

    private(set) var query: HistoryQuery
    private var faults: [FieldFault] = []

    /// `/inference-request/request-history`: what was asked, whatever became of it.
    ///
    /// - Throws: ``APIError`` 400 with every fault.
    static func requests(
        _ parameters: [String: String],
        account: AccountID,
        today: CivilDate
    ) throws(APIError) -> HistoryQuery {
        var reader = HistoryParameters(account: account)
        reader.readPage(parameters)
        reader.readWindow(parameters, from: "from_date", to: "to_date", today: today, isBounded: true)
        reader.query.model = parameters["model_name"].flatMap { $0.isEmpty ? nil : $0 }
        reader.query.statuses = reader.choice(
            parameters,
            "status",
            ["COMPLETED": [.completed], "FAILED": [.failed, .cancelled], "PENDING": [.queued, .processing]]
        )
        let orders: KeyValuePairs<String, HistoryQuery.Order> = [
            "model_created": .submitted, "model_name": .model, "credits_deduction": .charge,
        ]
        reader.query.order = reader.choice(parameters, "sort_by", orders) ?? .submitted
        reader.query.ascending = reader.choice(parameters, "sort_order", ["desc": false, "asc": true]) ?? false
        return try reader.checked()
    }

    /// `/inference-request/generations`: what was delivered, of any age unless dates are given.
    ///
    /// - Throws: ``APIError`` 400 with every fault.
    static func generations(_ parameters: [String: String], account: AccountID) throws(APIError) -> HistoryQuery {
        var reader = HistoryParameters(account: account)
        reader.readPage(parameters)
        reader.readWindow(parameters, from: "start_date", to: "end_date", today: nil, isBounded: false)
        reader.query.model = parameters["model_name"].flatMap { $0.isEmpty ? nil : $0 }
        reader.query.statuses = [.completed]
        return try reader.checked()
    }

    private init(account: AccountID) { query = HistoryQuery(account: account) }

    private func checked() throws(APIError) -> HistoryQuery {
        guard faults.isEmpty else { throw .invalidParameters(faults) }
        return query
    }

    // MARK: - Parts

    private mutating func readPage(_ parameters: [String: String]) {
        query.page = integer(parameters, "page", 1...1_000_000) ?? 1
        query.perPage = integer(parameters, "per_page", 1...100) ?? 20
    }

    /// Days in UTC, the last one included.
    private mutating func readWindow(
        _ parameters: [String: String],
        from fromName: String,
        to toName: String,
        today: CivilDate?,
        isBounded: Bool
    ) {
        let first = day(parameters, fromName)
        let last = day(parameters, toName) ?? today
        let start =
            first ?? (isBounded ? last.map { CivilDate(daysSince1970: $0.daysSince1970 - Self.usualWindow) } : nil)
        query.from = start?.start
        query.to = last.map { CivilDate(daysSince1970: $0.daysSince1970 + 1).start }
        guard let start, let last else { return }
        let length = last.daysSince1970 - start.daysSince1970
        if length < 0 {
            faults.append(FieldFault(field: fromName, message: "'\(start)' is after \(toName) '\(last)'"))
        } else if isBounded && length > Self.windowLimit {
            let message =
                "'\(start)' is \(length) days before \(toName) '\(last)'; at most \(Self.windowLimit) are allowed"
            faults.append(FieldFault(field: fromName, message: message))
        }
    }

    private mutating func day(_ parameters: [String: String], _ name: String) -> CivilDate? {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        if let day = CivilDate(text) { return day }
        faults.append(
            FieldFault(field: name, message: "\(JSONValue.string(text).excerpt) is not a day like 2026-01-31")
        )
        return nil
    }

    private mutating func integer(
        _ parameters: [String: String],
        _ name: String,
        _ range: ClosedRange<Int>
    ) -> Int? {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        let allowed = "an integer from \(range.lowerBound) to \(range.upperBound)"
        faults.append(FieldFault(field: name, message: "\(JSONValue.string(text).excerpt) is not \(allowed)"))
        return nil
    }

    private mutating func choice<Value>(
        _ parameters: [String: String],
        _ name: String,
        _ allowed: KeyValuePairs<String, Value>
    ) -> Value? {
        guard let text = parameters[name], !text.isEmpty else { return nil }
        if let value = allowed.first(where: { $0.key == text })?.value { return value }
        let names = allowed.map(\.key).joined(separator: ", ")
        faults.append(FieldFault(field: name, message: "\(JSONValue.string(text).excerpt) is not one of \(names)"))
        return nil
    }
}
