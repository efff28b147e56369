package org.docket.architecture.broken.cli;

/** Breaks nothing: a command may print and look at the wall. */
public final class SoundCommand {
    public void run() {
        System.out.println(System.currentTimeMillis());
    }
}
