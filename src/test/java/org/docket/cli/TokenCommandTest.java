package org.docket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.docket.cli.Terminal.Said;
import org.docket.retention.Authorities;
import org.docket.retention.Speaker;
import org.docket.vault.SourceDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
    @Test
    void makesATokenThatAuthoritiesKnowsByTheLineThatItPrints(@TempDir Path folder) throws Exception {
        Said said = Terminal.with(Map.of()).type("token");
        List<String> lines = said.lines().stream().map(String::strip).toList();
        String token = lines.get(1);
        String line = lines.stream()
                .filter(text -> text.startsWith("token: "))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(
                folder.resolve("authorities.yaml"),
                "people:\n  - id: MP7421\n    authorities: [legal]\n    " + line + "\nsystems: []\n");

        assertThat(said.exit()).isZero();
        assertThat(token).hasSize(43);
        assertThat(Authorities.load(file).byToken(SourceDigest.of(token.getBytes(StandardCharsets.UTF_8))))
                .map(Speaker::id)
                .contains("MP7421");
    }

    @Test
    void makesAnotherOneEachTime() {
        assertThat(Terminal.with(Map.of()).type("token").out())
                .isNotEqualTo(Terminal.with(Map.of()).type("token").out());
    }
}
