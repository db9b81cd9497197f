// swift-tools-version: 6.2
import PackageDescription

// The layers of networks by themselves, to be timed: the sources are links to the real ones.
let package = Package(
    name: "layers",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CTensorKernels", linkerSettings: [.linkedLibrary("m")]),
        .target(
            name: "Tensors",
            dependencies: ["CTensorKernels"],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]
        ),
        .executableTarget(name: "layers", dependencies: ["Tensors"]),
    ],
    cLanguageStandard: .gnu2x
)
