package org.docket.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFileTest {
    private static final List<String> COLUMNS = List.of("id", "name");

    @Test
    void aDiskThatFailsInTheMiddleIsNoFaultOfTheFile() throws Exception {
        try (CsvFile file = CsvFile.read(failingAfter("id,name\n1,a\n2,\"b\nc"), COLUMNS)) {
            assertThat(file.next()).isPresent();

            assertThatThrownBy(file::next).isInstanceOf(IOException.class).hasMessage("Input/output error");
        }
    }

    @Test
    void aDiskThatFailsInTheHeaderIsNoFaultOfTheFile() {
        assertThatThrownBy(() -> CsvFile.read(failingAfter("id,\"na"), COLUMNS))
                .isInstanceOf(IOException.class)
                .hasMessage("Input/output error");
    }

    @Test
    void quotesThatDoNotFitAreAFaultOfTheFile() throws Exception {
        try (CsvFile file = CsvFile.read(new StringReader("id,name\n1,a\n2,\"b\nc"), COLUMNS)) {
            assertThat(file.next()).isPresent();

            assertThatThrownBy(file::next).isInstanceOf(CsvFile.Unreadable.class);
        }
    }

    @Test
    void aHeaderThatDoesNotEndIsAFaultOfTheFile() {
        assertThatThrownBy(() -> CsvFile.read(new StringReader("id,\"" + "x".repeat(3 << 20)), COLUMNS))
                .isInstanceOf(CsvFile.Unreadable.class);
    }

    private static Reader failingAfter(String text) {
        return new FilterReader(new StringReader(text)) {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                if (read < 0) {
                    throw new IOException("Input/output error");
                }
                return read;
            }
        };
    }
}
