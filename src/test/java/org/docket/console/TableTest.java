package org.docket.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsColumnsAndLeavesNoSpacesAtTheEnd() {
        assertThat(Table.of("DOCK", "NAME", "BYTES")
                        .row("north-1", "ä.mp4", 7)
                        .row("s", "", "")
                        .lines())
                .containsExactly(
                        "DOCK     NAME   BYTES", //
                        "north-1  ä.mp4  7",
                        "s");
    }

    @Test
    void keepsControlCharactersOfNamesFromTheTerminal() {
        assertThat(Table.untitled().row("a\u001b[2Jb\n", "gpj.\u202e4pm").lines())
                .containsExactly("a\\u001B[2Jb\\u000A  gpj.\\u202E4pm");
    }
}
