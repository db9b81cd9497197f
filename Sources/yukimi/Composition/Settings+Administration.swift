import Foundation
import JobStore

/// What commands that look after a data folder need.
extension Settings {
    /// Opens a data folder that must be there already: a mistyped path should not become an empty store.
    ///
    /// - Throws: ``CommandError``, or ``StoreError``.
    func openExistingStore() throws -> Store {
        guard hasStore else {
            throw CommandError(
                "there is no Yukimi data in \(dataFolder): name the folder with --data, or make a key to begin"
            )
        }
        return try openStore()
    }

    /// Whether there is data to open.
    var hasStore: Bool {
        database != .dataFolder || FileManager.default.fileExists(atPath: "\(dataFolder)/yukimi.sqlite")
    }
}

extension AccountBook {
    /// - Throws: ``CommandError`` when there is no such account.
    func named(_ name: String) async throws -> Account {
        if let account = try await find(name: name) { return account }
        let names = try await list().map { "'\($0.name)'" }.joined(separator: ", ")
        throw CommandError("there is no account '\(name)'; there is \(names.isEmpty ? "none" : names)")
    }

    /// Account names by number, for lists.
    func names() async throws -> [AccountID: String] {
        Dictionary(uniqueKeysWithValues: try await list().map { ($0.id, $0.name) })
    }
}
