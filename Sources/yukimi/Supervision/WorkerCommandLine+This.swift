import Foundation

extension WorkerCommandLine {
    /// This program as a worker, with the settings that its server was started with.
    ///
    /// - Throws: ``CommandError`` when the program's own file cannot be found.
    static func this(settings: SettingOptions, more: [SettingAssignment], data: String) throws -> Self {
        var arguments = ["worker", "--supervised", "--data", data]
        if let config = settings.config { arguments += ["--config", config] }
        // What the server's own options say is stronger than --set, and of equal ones the last wins.
        for text in settings.set { arguments += ["--set", text] }
        for assignment in more { arguments += ["--set", "\(assignment.key)=\(assignment.value)"] }
        return Self(executable: try thisExecutable(), arguments: arguments)
    }

    /// The file that this process runs, even if it was started by a relative path or through `PATH`.
    private static func thisExecutable() throws -> String {
        if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return path }
        guard let path = Bundle.main.executablePath else {
            throw CommandError("this program's own file cannot be found; start workers with 'yukimi worker'")
        }
        return path
    }
}
