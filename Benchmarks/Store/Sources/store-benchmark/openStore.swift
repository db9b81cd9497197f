import Foundation
import JobStore

func openStore(folder: String) throws -> Store {
    guard let url = ProcessInfo.processInfo.environment["YUKIMI_BENCHMARK_DATABASE"] else {
        return try Store(folder: folder)
    }
    guard let location = DatabaseLocation(url: url) else { fatalError("\(url) is no URL of a PostgreSQL server") }
    var settings = StoreSettings()
    settings.claimsWaitForDisk = ProcessInfo.processInfo.environment["YUKIMI_BENCHMARK_CLAIMS"] == "on disk"
    return try Store(folder: folder, database: location, settings: settings)
}
