package org.docket.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.docket.catalogue.Officer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlDialectTest {
    private final Path folder;
    private final Dialect dialect;

    XmlDialectTest(@TempDir Path folder) {
        this.folder = folder;
        this.dialect = DialectFile.of(folder, """
                format: xml
                namespaces: {m: 'urn:maker'}
                fields:
                  sourceId: /m:r/@id
                  officer.id: concat(/m:r/m:force, /m:r/m:number)
                  officer.name: /m:r/m:name
                  incident: /m:r/m:case
                  tags: /m:r/m:tag
                  location.lat: number(/m:r/m:lat)
                  location.lon: /m:r/m:lon
                  notes: /m:r/m:note
                """);
    }

    private Reading read(String inside) {
        return DialectFile.read(dialect, "<r xmlns='urn:maker' id='K7'>" + inside + "</r>");
    }

    @Test
    void takesFieldsFromWhereExpressionsPoint() {
        Reading reading = read(
                "<force>MP</force><number>7421</number><name> R. <!-- x -->Okafor </name><tag>arrest</tag>"
                        + "<tag/><tag>taser</tag><lat>51.5</lat><lon>-0.25</lon><note><![CDATA[a < b]]> &amp; c</note>");

        assertThat(reading.sourceId()).isEqualTo("K7");
        assertThat(reading.officer()).isEqualTo(new Officer("MP7421", "R. Okafor", null, null));
        assertThat(reading.tags()).containsExactly("arrest", "taser");
        assertThat(reading.location().lat()).isEqualTo(51.5);
        assertThat(reading.notes()).isEqualTo("a < b & c");
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void takesNothingFromWhereNothingStands() {
        Reading reading = read("");

        assertThat(reading)
                .isEqualTo(
                        new Reading("K7", null, null, null, null, List.of(), null, null, null, null, null, List.of()));
    }

    @Test
    void doesNotChooseAmongSeveralDifferentValues() {
        assertThat(read("<case>A</case><case>A</case>").incident()).isEqualTo("A");
        assertThat(read("<case>A</case><case>B</case>"))
                .returns(null, Reading::incident)
                .returns(
                        List.of("has a wrong incident: there are several different values where one is expected"),
                        Reading::problems);
    }

    @Test
    void takesNoTextThatIsPutTogetherFromElements() {
        assertThat(read("<case><year>2026</year><number>7</number></case>").problems())
                .containsExactly("has a wrong incident: other elements stand where a single value is expected");
    }

    @Test
    void doesNotTakeAHugeText() {
        assertThat(read("<case>" + "7".repeat(900_000) + "</case><note>kept</note>"))
                .returns(null, Reading::incident)
                .returns("kept", Reading::notes)
                .returns(
                        List.of("has a wrong incident: it has more than 1000 characters and was not read"),
                        Reading::problems);
    }

    @Test
    void ignoresOtherNamespaces() {
        assertThat(DialectFile.read(dialect, "<r xmlns='urn:other' id='K7'/>").sourceId())
                .isNull();
    }

    @Test
    void readsTheEncodingThatIsDeclared() {
        byte[] content = "<?xml version='1.0' encoding='windows-1252'?><r xmlns='urn:maker'><note>Zoë – 5€</note></r>"
                .getBytes(Charset.forName("windows-1252"));

        assertThat(DialectFile.read(dialect, content).notes()).isEqualTo("Zoë – 5€");
    }

    @Test
    void readsNoFileThatAnEntityNames() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "hostname-of-the-hub");

        for (String place : List.of("file:///etc/hostname", secret.toUri().toString())) {
            Reading reading = DialectFile.read(
                    dialect,
                    "<!DOCTYPE r [<!ENTITY e SYSTEM '" + place + "'>]><r xmlns='urn:maker'><note>&e;</note></r>");

            assertThat(reading.notes()).isNull();
            assertThat(reading.problems()).singleElement().asString().startsWith("is no XML that Docket reads");
        }
    }

    @Test
    void includesNothing() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "hostname-of-the-hub");

        Reading reading = read("<note><x:include xmlns:x='http://www.w3.org/2001/XInclude' parse='text' href='"
                + secret.toUri() + "'/></note>");

        assertThat(reading.notes()).isNull();
        assertThat(reading.toString()).doesNotContain("hostname-of-the-hub");
    }

    @Test
    void looksUpNoSchemaAndNoStylesheet() {
        Reading reading = DialectFile.read(
                dialect,
                "<?xml-stylesheet href='http://127.0.0.1:1/a.xsl'?><r xmlns='urn:maker' id='K8'"
                        + " xmlns:i='http://www.w3.org/2001/XMLSchema-instance'"
                        + " i:schemaLocation='urn:maker http://127.0.0.1:1/a.xsd'/>");

        assertThat(reading.sourceId()).isEqualTo("K8");
        assertThat(reading.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;'>"
                        + "<!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]><r xmlns='urn:maker'><note>&d;&d;&d;</note></r>",
                "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/r.dtd'><r xmlns='urn:maker'/>",
                "<!DOCTYPE r [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/p'> %p;]><r xmlns='urn:maker'/>",
                "<!DOCTYPE r><r xmlns='urn:maker'/>"
            })
    void refusesEveryDocumentType(String content) {
        assertThat(DialectFile.read(dialect, content).problems())
                .singleElement()
                .asString()
                .startsWith(
                        "is no XML that Docket reads (well-formed, without a document type, at most 64 levels deep): wrong at")
                .contains("line 1");
    }

    @Test
    void refusesXmlThatIsNestedTooDeep() {
        assertThat(read("<a>".repeat(40_000)).problems())
                .singleElement()
                .asString()
                .contains("at most 64 levels deep");
    }

    @Test
    void refusesXmlOfVeryManyElements() {
        assertThat(read("<a/>".repeat(20_000)).problems())
                .containsExactly("is XML of more than 10000 elements and attributes");
        assertThat(read("<a b='1' c='2' d='3'/>".repeat(3_000)).problems())
                .containsExactly("is XML of more than 10000 elements and attributes");
        assertThat(read("<a/>".repeat(9_000)).problems()).isEmpty();
    }

    /** What has no end is no XML, and the parser would say so. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "IBM037"})
    void refusesXmlOfVeryManyTagsBeforeItIsParsed(String charset) {
        String begin = "<?xml version='1.0' encoding='" + charset + "'?><r>";
        String endless = begin + "<!---->".repeat(45_000);
        String whole = begin + "<!---->".repeat(44_000) + "</r>";

        assertThat(DialectFile.read(dialect, endless.getBytes(Charset.forName(charset)))
                        .problems())
                .containsExactly("is XML of more than 45000 tags and comments");
        assertThat(DialectFile.read(dialect, whole.getBytes(Charset.forName(charset)))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<r>|wrong at line 1, column 4",
                "<r>&#0;</r>|wrong at line 1",
                "<r>&undeclared;</r>|wrong at line 1",
                "{\"a\": 1}|wrong at line 1, column 1",
                "''|wrong at"
            })
    void saysWhereWhatIsNoXmlIsWrong(String content, String where) {
        Reading reading = DialectFile.read(dialect, content);

        assertThat(reading.problems())
                .singleElement()
                .asString()
                .startsWith("is no XML")
                .contains(where);
    }

    @Test
    void survivesBytesThatAreNoText() {
        byte[] content = {'<', 'r', '>', (byte) 0xC3, '<', '/', 'r', '>'};

        assertThat(DialectFile.read(dialect, content).problems())
                .singleElement()
                .asString()
                .startsWith("is no XML");
        assertThat(DialectFile.read(dialect, new byte[300]).problems())
                .singleElement()
                .asString()
                .startsWith("is no XML");
        assertThat(DialectFile.read(
                                dialect,
                                "<?xml version='1.0' encoding='x-none'?><r/>".getBytes(StandardCharsets.US_ASCII))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("is no XML");
    }

    /** XML 1.1 may have any control character but U+0000 as a reference. */
    @Test
    void keepsControlCharactersAsOtherFormatsDo() {
        assertThat(DialectFile.read(dialect, "<?xml version='1.1'?><r xmlns='urn:maker'><note>a&#7;b</note></r>")
                        .notes())
                .isEqualTo("a\u0007b");
    }
}
