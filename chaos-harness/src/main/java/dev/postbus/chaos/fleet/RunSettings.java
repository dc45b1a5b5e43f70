package dev.postbus.chaos.fleet;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What all processes of a run share.
 *
 * @param directory where their journals and outputs are
 * @param seed what all draws begin with
 * @param lease the lease of consumers
 * @param rate events a second that each producer emits
 * @param everySecond whether Redis syncs its file every second instead of always
 * @param program what the processes run
 */
public record RunSettings(
    Path directory, long seed, Duration lease, int rate, boolean everySecond, Program program) {}
