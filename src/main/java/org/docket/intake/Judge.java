package org.docket.intake;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what is to be done about a file, from what it is, how it looks, and how long it has looked so. */
final class Judge {
    private final IntakeConfiguration configuration;
    private final Set<String> extensions;

    Judge(IntakeConfiguration configuration) {
        this.configuration = configuration;
        this.extensions = configuration.recordingExtensions();
    }

    Judgement judge(Dock dock, Path path, BasicFileAttributes attributes, Surroundings surroundings) {
        if (attributes.isSymbolicLink()) {
            return surroundings.leadsToFolder()
                    ? new Judgement.Leave(configuration.sweep())
                    : new Judgement.Refuse(QuarantineReason.ESCAPES_FOLDER);
        }
        if (attributes.isOther()) {
            return new Judgement.Refuse(QuarantineReason.NOT_A_FILE);
        }
        if (!attributes.isRegularFile()) {
            return new Judgement.Leave(configuration.lookAgain());
        }
        String extension = Names.extension(Names.fileName(path));
        if (extensions.contains(extension)) {
            return judgeRecording(dock, path, surroundings);
        }
        return Names.SIDECARS.contains(extension) ? judgeSidecar(surroundings) : judgeOther(surroundings);
    }

    private Judgement judgeSidecar(Surroundings surroundings) {
        IndexedFile.Look look = surroundings.look();
        if (look.settled()) {
            return new Judgement.Leave(configuration.sweep());
        }
        Duration patience = configuration.patience();
        if (surroundings.isTakenWithRecording()) {
            return leave(patience, patience);
        }
        return isStill(look)
                ? new Judgement.Late(look.stillFor(), look.stillFor().compareTo(patience) >= 0)
                : leave(configuration.settle(), configuration.settle().minus(look.stillFor()));
    }

    private Judgement judgeOther(Surroundings surroundings) {
        Duration patience = configuration.patience();
        Duration still = surroundings.look().stillFor();
        return still.compareTo(patience) < 0
                ? leave(patience, patience.minus(still))
                : new Judgement.Refuse(QuarantineReason.WRONG_TYPE);
    }

    private Judgement judgeRecording(Dock dock, Path path, Surroundings surroundings) {
        IndexedFile.Look look = surroundings.look();
        if (look.settled()) {
            return new Judgement.Leave(configuration.sweep());
        }
        // A sidecar that never comes to rest must not hold its recording back for ever.
        boolean still = isStill(look)
                && (look.seenFor().compareTo(configuration.patience()) >= 0 || surroundings.isSidecarStill());
        @Nullable QuarantineReason refusal = refusal(path, look);
        // No marker can be beside a name that is too long, so that it would be waited for in vain.
        boolean withoutMarker = !dock.markersOnly() || refusal == QuarantineReason.NAME_TOO_LONG;
        if (surroundings.isMarked() || (still && withoutMarker)) {
            if (refusal != null) {
                return new Judgement.Refuse(refusal);
            }
            Duration wait = dock.sidecarWait().minus(look.stillFor());
            return wait.isNegative() || wait.isZero() || surroundings.hasSidecar()
                    ? new Judgement.Present()
                    : leave(dock.sidecarWait(), wait);
        }
        // First seen by this hub: a recording whose copy keeps its old times is not one that has been growing for
        // years.
        if (look.seenFor().compareTo(configuration.patience()) >= 0 && !isStill(look)) {
            return new Judgement.Refuse(QuarantineReason.STILL_GROWING);
        }
        Duration settle = configuration.settle();
        return isStill(look) ? leave(settle, settle) : leave(settle, settle.minus(look.stillFor()));
    }

    /** What is whole, and still no recording that could be deposited. */
    private @Nullable QuarantineReason refusal(Path path, IndexedFile.Look look) {
        if (look.bytes() == 0) {
            return QuarantineReason.EMPTY;
        } else if (look.bytes() > configuration.largest()) {
            return QuarantineReason.TOO_LARGE;
        }
        String name = configuration.root().relativize(path).toString();
        return Names.isTooLong(path) || Names.isTooLongToIndex(name) ? QuarantineReason.NAME_TOO_LONG : null;
    }

    boolean isStill(IndexedFile.Look look) {
        return look.stillFor().compareTo(configuration.settle()) >= 0;
    }

    /** Four looks while it is waited for, so that a change is not noticed at the very end only; and one at the end. */
    private Judgement leave(Duration whole, Duration rest) {
        Duration quarter = whole.dividedBy(4);
        Duration often = quarter.compareTo(configuration.lookAgain()) > 0 ? quarter : configuration.lookAgain();
        return new Judgement.Leave(rest.compareTo(often) < 0 ? rest : often);
    }

    /** The names that a recording beside that sidecar may have. */
    Stream<String> recordingsOf(String sidecar) {
        String base = Names.base(sidecar);
        return extensions.stream()
                .flatMap(extension -> Stream.of(
                        extension,
                        extension.toUpperCase(Locale.ROOT),
                        extension.substring(0, 1).toUpperCase(Locale.ROOT) + extension.substring(1)))
                .map(extension -> base + "." + extension);
    }

    /** Whether a name is that of the recording of a sidecar, in whatever case its ending is. */
    boolean isRecordingOf(String sidecar, String recording) {
        return Names.base(sidecar).equals(Names.base(recording)) && extensions.contains(Names.extension(recording));
    }

    /** The names that a sidecar beside that recording may have, in the order in which they count. */
    static Stream<String> sidecarsOf(String recording) {
        String base = Names.base(recording);
        return Names.SIDECARS.stream()
                .flatMap(extension -> Stream.of(extension, extension.toUpperCase(Locale.ROOT)))
                .map(extension -> base + "." + extension);
    }
}
