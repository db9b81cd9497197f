import Testing

@testable import yukimi

struct MachineMemoryTests {
    private func bytes(_ files: [String: String]) -> Int { MachineMemory.bytes(physical: 1_000) { files[$0] } }

    @Test("the machine's memory counts where no group has less")
    func machine() {
        #expect(bytes([:]) == 1_000)
        #expect(bytes(["/sys/fs/cgroup/memory.max": "max\n"]) == 1_000)
        #expect(bytes(["/sys/fs/cgroup/memory.max": "5000\n"]) == 1_000)
    }

    @Test("a container's limit is its root's")
    func container() {
        #expect(bytes(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "700\n"]) == 700)
    }

    @Test("a unit's limit counts, and those of the slices around it")
    func unit() {
        let group = "0::/system.slice/yukimi-worker@1.service\n"
        let own = "/sys/fs/cgroup/system.slice/yukimi-worker@1.service/memory.max"
        #expect(bytes(["/proc/self/cgroup": group, own: "400\n"]) == 400)
        let slice = "/sys/fs/cgroup/system.slice/memory.max"
        #expect(bytes(["/proc/self/cgroup": group, own: "400\n", slice: "300\n"]) == 300)
    }
}
