// swift-tools-version: 6.2
import PackageDescription

// The networks as a program, to be compared with their reference at full size and timed. The sources are links to the
// real ones, so nothing else of the service has to be built.
let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "networks",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CTensorKernels", linkerSettings: [.linkedLibrary("m")]),
        .target(name: "Tensors", dependencies: ["CTensorKernels"], swiftSettings: swiftSettings),
        .target(name: "GenerationTypes", swiftSettings: swiftSettings),
        .target(name: "DiffusionModels", dependencies: ["GenerationTypes", "Tensors"], swiftSettings: swiftSettings),
        .executableTarget(
            name: "networks",
            dependencies: ["DiffusionModels", "GenerationTypes", "Tensors"],
            swiftSettings: swiftSettings
        ),
    ],
    cLanguageStandard: .gnu2x
)
