package org.docket.chaos;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * All that there is to look at after a run.
 *
 * @param docks the intake root
 * @param memory what was fed there
 * @param told what all case systems were told together, up to now
 * @param systems the categories that each case system is to be told of, by its id; an empty set stands for all
 */
record World(
        Connection database,
        VaultContents vault,
        Path docks,
        Memory memory,
        Supplier<List<RememberingCaseSystem.Told>> told,
        Map<String, Set<String>> systems) {}
