import CTensorKernels

/// How a product's result is divided into blocks, each computed by one thread.
///
/// A block is as many panels as the caches hold, times some of the rows that pass by them. Sums do not depend on the
/// division (their order is the kernels'), so it may follow the number of threads: all should end together.
struct ProductGrid {
    let rows: Int
    let panels: Int
    let rowBlocks: Int
    let panelBlocks: Int
    /// Blocks have whole tiles of rows: a part of a tile takes as long as all of it.
    private let rowTiles: Int

    var count: Int { rowBlocks * panelBlocks }

    /// A block has at most `panelsInCache` panels.
    init(rows: Int, panels: Int, panelsInCache: Int, threads: Int) {
        self.rows = rows
        self.panels = panels
        rowTiles = (rows + TK_TILE_ROWS - 1) / TK_TILE_ROWS
        // More rows would push what waits in scratch memory out of the second cache; two tiles still share a copy of
        // the panels there.
        let mostTiles = 18
        let fewestTiles = 2
        let wanted = threads == 1 ? 1 : 8 * threads
        let fewestPanelBlocks = (panels + panelsInCache - 1) / panelsInCache
        let fewestRowBlocks = (rowTiles + mostTiles - 1) / mostTiles
        let mostRowBlocks = (rowTiles + fewestTiles - 1) / fewestTiles
        rowBlocks = min(max(fewestRowBlocks, (wanted + fewestPanelBlocks - 1) / fewestPanelBlocks), mostRowBlocks)
        panelBlocks = min(max(fewestPanelBlocks, (wanted + max(rowBlocks, 1) - 1) / max(rowBlocks, 1)), panels)
    }

    /// The rows and panels of a block. Neighbours share panels, of which there are more bytes than of rows.
    func block(_ index: Int) -> (rows: Range<Int>, panels: Range<Int>) {
        let (row, panel) = (index % rowBlocks, index / rowBlocks)
        return (
            (rowTiles * row / rowBlocks * TK_TILE_ROWS)..<min(rowTiles * (row + 1) / rowBlocks * TK_TILE_ROWS, rows),
            (panels * panel / panelBlocks)..<(panels * (panel + 1) / panelBlocks)
        )
    }

    /// At least as many rows and panels as any block has.
    var largestBlock: (rows: Int, panels: Int) {
        guard count > 0 else { return (0, 0) }
        return (
            (rowTiles + rowBlocks - 1) / rowBlocks * TK_TILE_ROWS,
            (panels + panelBlocks - 1) / panelBlocks
        )
    }
}
