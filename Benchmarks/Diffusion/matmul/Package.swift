// swift-tools-version: 6.2
import PackageDescription

// Matrix products by themselves, to be timed: the sources are links to the real ones.
let package = Package(
    name: "matmul",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "CPeak"),
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
        .executableTarget(name: "matmul", dependencies: ["CPeak", "Tensors"]),
    ],
    cLanguageStandard: .gnu2x
)
