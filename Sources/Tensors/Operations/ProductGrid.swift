/// How a product's result is divided into blocks, each computed by one thread.
///
/// A block is as many panels as stay in a core's second cache, times rows that pass by them. Sums do not depend on the
/// division (their order is the kernels'), so it may follow the number of threads: all should end together.
struct ProductGrid {
    let rows: Int
    let panels: Int
    let rowBlocks: Int
    let panelBlocks: Int

    var count: Int { rowBlocks * panelBlocks }

    /// A block has at most `panelsInCache` panels.
    init(rows: Int, panels: Int, panelsInCache: Int, threads: Int) {
        self.rows = rows
        self.panels = panels
        // With more rows the rest of the second cache has no place for what passes by; with fewer, panels come from
        // memory too often.
        let mostRows = 1008
        let fewestRows = 112
        let wanted = threads == 1 ? 1 : 8 * threads
        var panelBlocks = (panels + panelsInCache - 1) / panelsInCache
        let largestBlocks = (rows + mostRows - 1) / mostRows
        let smallestBlocks = max((rows + fewestRows - 1) / fewestRows, 1)
        let rowBlocks = min(max(largestBlocks, (wanted + panelBlocks - 1) / panelBlocks), smallestBlocks)
        if rowBlocks * panelBlocks < wanted { panelBlocks = min(panels, (wanted + rowBlocks - 1) / rowBlocks) }
        self.rowBlocks = rowBlocks
        self.panelBlocks = panelBlocks
    }

    /// The rows and panels of a block. Neighbours share rows, which the third cache then still has.
    func block(_ index: Int) -> (rows: Range<Int>, panels: Range<Int>) {
        let (row, panel) = (index / panelBlocks, index % panelBlocks)
        return (
            (rows * row / rowBlocks)..<(rows * (row + 1) / rowBlocks),
            (panels * panel / panelBlocks)..<(panels * (panel + 1) / panelBlocks)
        )
    }

    var largestBlock: (rows: Int, panels: Int) {
        ((rows + rowBlocks - 1) / rowBlocks, (panels + panelBlocks - 1) / panelBlocks)
    }
}
