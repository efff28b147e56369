package org.docket.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.docket.catalogue.Facts;
import org.docket.catalogue.Json;
import org.docket.catalogue.Recording;
import org.docket.testkit.Recordings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class MessageFormTest {
    private static final Path API = Path.of("docs/api");
    private static final UUID MESSAGE = UUID.fromString("01958f3e-8c42-7d19-a6f0-5e3c9b7d2148");
    private static final UUID RECORDING = UUID.fromString("01958f3e-7a10-7c3b-9e55-2b8f1d4c6a90");
    private static final String XSLT = """
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:docket:evidence:v1">
              <xsl:template match="/">
                %s
              </xsl:template>
            </xsl:stylesheet>
            """;

    private final XmlForm xml = new XmlForm();
    private final Schema schema;

    MessageFormTest() throws SAXException {
        schema = SchemaFactory.newDefaultInstance()
                .newSchema(API.resolve("evidence.xsd").toFile());
    }

    static List<SampleMessages.Sample> samples() {
        return SampleMessages.all(true);
    }

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(API.resolve("examples-xml"))) {
            return files
                    .map(file -> file.getFileName().toString().replaceAll("\\.xml$", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesXmlThatTheSchemaDescribes(SampleMessages.Sample sample) throws Exception {
        validate(xml.write(sample.event()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void losesNoFieldInXml(SampleMessages.Sample sample) throws Exception {
        Element root = parse(xml.write(sample.event())).getDocumentElement();

        for (String attribute : List.of("id", "source", "type", "subject", "time", "specversion")) {
            assertThat(root.getAttribute(attribute))
                    .isEqualTo(sample.event().get(attribute).asText());
        }
        assertSame(root, sample.event().get("data"));
    }

    private static void assertSame(Element element, JsonNode value) {
        if (value.isValueNode()) {
            assertThat(element.getTextContent()).isEqualTo(value.asText());
            return;
        }
        List<Element> children = children(element);
        assertThat(children).hasSize(value.size());
        for (int i = 0; i < children.size(); i++) {
            assertSame(
                    children.get(i),
                    value.isArray() ? value.get(i) : value.get(children.get(i).getLocalName()));
        }
    }

    private static List<Element> children(Element element) {
        NodeList nodes = element.getChildNodes();
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    @Test
    void everyTypeThatIsSentHasAnExampleInXml() throws IOException {
        assertThat(examples())
                .containsExactly(
                        EvidenceMessage.DISPOSED,
                        EvidenceMessage.RELEASED,
                        EvidenceMessage.RETAINED,
                        EvidenceMessage.UPDATED,
                        LinkMessage.TYPE);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleInXmlIsThatInJson(String type) throws Exception {
        String json = Files.readString(API.resolve("examples").resolve(type + ".json"));
        String example = Files.readString(API.resolve("examples-xml").resolve(type + ".xml"));

        validate(example);
        assertSame(
                parse(example).getDocumentElement(),
                Json.read(json, ObjectNode.class).get("data"));
        assertThat(parse(example).getDocumentElement().getAttribute("id"))
                .isEqualTo(Json.read(json, ObjectNode.class).get("id").textValue());
    }

    @Test
    void theSchemaNamesWhateverTheJsonSchemaNames() throws Exception {
        JsonNode described = Json.MAPPER.readTree(
                API.resolve("messages/recording.schema.json").toFile());
        Set<String> named = new HashSet<>();
        described.get("properties").fieldNames().forEachRemaining(named::add);
        for (String group : List.of("media", "officer", "camera", "link")) {
            described.at("/properties/" + group + "/properties").fieldNames().forEachRemaining(named::add);
        }
        NodeList elements = parse(Files.readString(API.resolve("evidence.xsd")))
                .getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "element");
        Set<String> inXml = new HashSet<>();
        for (int i = 0; i < elements.getLength(); i++) {
            inXml.add(((Element) elements.item(i)).getAttribute("name"));
        }

        assertThat(inXml).containsAll(named);
    }

    @ParameterizedTest
    @CsvSource({"sha256, 9d5ed678", "bytes, none", "receivedAt, yesterday", "retained, perhaps"})
    void theSchemaRefusesAWrongValue(String field, String value) {
        ObjectNode event = samples().get(0).event();
        ((ObjectNode) event.get("data")).put(field, value);

        assertThatThrownBy(() -> validate(xml.write(event))).isInstanceOf(SAXException.class);
    }

    @Test
    void writesWhateverPeopleWrite() throws Exception {
        ObjectNode event =
                event(retained(List.of("<b>&amp; ]]>", "Ó", "\uD83D\uDE93", "\u0001\u001B[31m", "\uFFFE", " ")));

        String written = xml.write(event);

        validate(written);
        NodeList tags = parse(written).getElementsByTagNameNS(XmlForm.NAMESPACE, "tag");
        assertThat(Stream.iterate(0, i -> i < tags.getLength(), i -> i + 1)
                        .map(i -> tags.item(i).getTextContent()))
                .containsExactly("<b>&amp; ]]>", "Ó", "\uD83D\uDE93", "\uFFFD\uFFFD[31m", "\uFFFD", " ");
    }

    @Test
    void anExpressionOfJsltMakesOtherJson() throws Exception {
        JsltForm form = JsltForm.compile("court.jslt", """
                let officer = .data.officer
                {
                  "exhibit": .data.recordingId,
                  "officer": $officer.name + " (" + $officer.id + ")",
                  "tags": [for (.data.tags) uppercase(.)]
                }
                """);

        JsonNode written = Json.read(form.write(event(retained(List.of("arrest", "knife")))), JsonNode.class);

        assertThat(written.toString())
                .isEqualTo("{\"exhibit\":\"" + RECORDING
                        + "\",\"officer\":\"Inspector Ada Ó Súilleabháin (MP7421)\",\"tags\":[\"ARREST\",\"KNIFE\"]}");
    }

    @Test
    void aStylesheetMakesOtherXml() throws Exception {
        XsltForm form = XsltForm.compile(
                "court.xslt",
                XSLT.formatted("<Exhibit officer=\"{d:evidence/d:officer/d:name}\"><xsl:value-of"
                        + " select=\"count(//d:tag)\"/></Exhibit>"));

        Document written = parse(form.write(event(retained(List.of("arrest", "knife")))));

        assertThat(written.getDocumentElement().getAttribute("officer")).isEqualTo("Inspector Ada Ó Súilleabháin");
        assertThat(written.getDocumentElement().getTextContent()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\": .a,\\n \"y\" .b} | court.jslt:2:6: what stands here does not fit",
                "{\"x\": nof(.a)} | court.jslt:1:7: No such function: 'nof'",
                "{\"x\": \"unterminated | court.jslt:1:20: what stands here does not fit",
                "import \"other.jslt\" as other\\n .a | court.jslt:1:1: 'other.jslt' cannot be imported; write all into one file",
            })
    void saysWhereAnExpressionOfJsltIsWrong(String text, String words) {
        assertThatThrownBy(() -> JsltForm.compile("court.jslt", text.replace("\\n", "\n")))
                .isInstanceOf(WrongTransformation.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<x></y> | court.xslt:3:10: The element type \"x\" must be terminated by the matching end-tag \"</x>\"",
                "<x><xsl:value-of select='foo('/></x> | court.xslt:3:30: Error parsing XPath expression 'foo('",
                "<x><xsl:unknown/></x> | court.xslt:3:13: Unsupported XSL element 'unknown'",
                "<xsl:call-template name='no'/> | court.xslt:3:30: Template 'no' not defined in this stylesheet",
                "<xsl:value-of select='nofunc(1)'/> | court.xslt:3:27: Error checking type of the expression 'funcall(nofunc, [int-expr(1)])'",
            })
    void saysWhereAStylesheetIsWrong(String template, String words) {
        assertThatThrownBy(() -> XsltForm.compile("court.xslt", XSLT.formatted(template)))
                .isInstanceOf(WrongTransformation.class)
                .hasMessage(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not XML at all", "<nothing/>", ""})
    void refusesWhatIsNoStylesheet(String text) {
        assertThatThrownBy(() -> XsltForm.compile("court.xslt", text))
                .isInstanceOf(WrongTransformation.class)
                .hasMessageStartingWith("court.xslt:1:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "def f(x) f($x)\\n f(.data) | court.jslt calls itself without an end",
                "null | court.jslt gives nothing",
                ".data.nothing | court.jslt gives nothing",
                "{\"x\": .data.nothing} | court.jslt gives nothing",
                "\\n\\n{\"x\": $foo} | court.jslt:3:7: No such variable 'foo'",
                "\\n .data.category / 2 | court.jslt:2:2: number(use-of-force) failed: not a number",
                "error(\"no incident\") | court.jslt:1:1: error: no incident",
            })
    void anExpressionOfJsltThatFailsIsOneMessageThatCannotBeWritten(String text, String words) throws Exception {
        JsltForm form = JsltForm.compile("court.jslt", text.replace("\\n", "\n"));

        assertThatThrownBy(() -> form.write(event(retained(List.of()))))
                .isInstanceOf(UnwritableMessage.class)
                .hasMessageStartingWith(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<xsl:apply-templates select='/'/> | court.xslt calls itself without an end",
                "<xsl:if test='d:nothing'>x</xsl:if> | court.xslt gives nothing",
                "<xsl:message terminate='yes'/> | court.xslt: Termination forced by an xsl:message instruction",
                "<xsl:value-of select=\"document('file:/etc/hostname')\"/> | court.xslt: Could not read stylesheet target",
                "<xsl:value-of select=\"document('http://127.0.0.1:1/x')\"/> | court.xslt: Could not read stylesheet target",
            })
    void aStylesheetThatFailsIsOneMessageThatCannotBeWritten(String template, String words) throws Exception {
        XsltForm form = XsltForm.compile("court.xslt", XSLT.formatted(template));

        assertThatThrownBy(() -> form.write(event(retained(List.of()))))
                .isInstanceOf(UnwritableMessage.class)
                .hasMessageStartingWith(words);
    }

    @Test
    void aStylesheetReachesNoClassesOfJava() {
        assertThatThrownBy(() -> XsltForm.compile(
                                "court.xslt",
                                XSLT.formatted(
                                        "<xsl:value-of xmlns:r='java:java.lang.Runtime' select='r:getRuntime()'/>"))
                        .write(event(retained(List.of()))))
                .isInstanceOfAny(WrongTransformation.class, UnwritableMessage.class);
    }

    @Test
    void readsNoEntitiesOfAStylesheet() {
        String text = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:/etc/hostname'>]>\n" + XSLT.formatted("<x>&e;</x>");

        assertThatThrownBy(() -> XsltForm.compile("court.xslt", text)).isInstanceOf(WrongTransformation.class);
    }

    private static Recording retained(List<String> tags) {
        Recording recording = Recordings.retained(RECORDING);
        Facts facts = recording.facts();
        return recording
                .change()
                .facts(new Facts(
                        facts.dock(),
                        facts.station(),
                        facts.borough(),
                        facts.name(),
                        facts.bytes(),
                        facts.receivedAt(),
                        facts.recorded(),
                        facts.endedAt(),
                        facts.sourceId(),
                        facts.officer(),
                        facts.camera(),
                        facts.incident(),
                        tags,
                        facts.location(),
                        facts.notes(),
                        facts.media(),
                        facts.problems(),
                        facts.sidecarProblems(),
                        facts.match()))
                .build();
    }

    private static ObjectNode event(Recording recording) {
        return Json.read(
                EvidenceMessage.write(
                        MESSAGE,
                        EvidenceMessage.RETAINED,
                        recording,
                        "https://vault.example/recordings/" + RECORDING + ".mp4",
                        Instant.parse("2026-03-14T22:47:33.5Z")),
                ObjectNode.class);
    }

    private void validate(String text) throws SAXException, IOException {
        schema.newValidator().validate(new StreamSource(new StringReader(text)));
    }

    private static Document parse(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
