import JobStore

extension DatabaseLocation: SettingValue {
    static var kind: String { "a URL such as postgres://user@host/name?sslmode=verify-full, or nothing" }

    init?(settingText: String) {
        if settingText.isEmpty {
            self = .dataFolder
        } else {
            self.init(url: settingText)
        }
    }

    var settingText: String {
        switch self {
        case .dataFolder: ""
        case .postgres(let url): url
        }
    }
}
