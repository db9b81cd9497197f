#pragma once

/// Multiplications and additions (each counts as one operation) that one core does per second at most, in 10⁹: a loop of
/// nothing but `vfmadd231ps` (kind 0), `vdpbf16ps` (1) or `vpdpbusd` (2) on 512-bit registers, `rounds` × 24 times.
/// 0 on a CPU without them.
double peak_rate(int kind, long rounds);
