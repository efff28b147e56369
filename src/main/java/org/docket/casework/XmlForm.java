package org.docket.casework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.docket.catalogue.Json;

/**
 * A message as XML: the fields of its JSON in their order, as {@code docs/api/evidence.xsd} describes. The attributes of the CloudEvent
 * are attributes of the root, the fields of its data are elements.
 */
final class XmlForm implements MessageForm {
    static final String NAMESPACE = "urn:docket:evidence:v1";

    private static final Set<String> ROOTS = Set.of("evidence", "link");
    private static final List<String> ATTRIBUTES = List.of("specversion", "id", "source", "type", "subject", "time");

    /** What an entry of a list is called. */
    private static final Map<String, String> ENTRIES =
            Map.of("categories", "category", "tags", "tag", "problems", "problem");

    /** The platform's own, whatever else is on the class path: it may be used by several threads. */
    private final XMLOutputFactory factory = XMLOutputFactory.newDefaultFactory();

    @Override
    public String write(ObjectNode event) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = factory.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.setDefaultNamespace(NAMESPACE);
            xml.writeStartElement(NAMESPACE, root(event));
            xml.writeDefaultNamespace(NAMESPACE);
            for (String attribute : ATTRIBUTES) {
                xml.writeAttribute(attribute, kept(event.path(attribute).asText()));
            }
            fields(xml, event.path("data"));
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new UnwritableMessage("it cannot be written as XML: " + e.getMessage(), e);
        }
        return text.toString();
    }

    /** What the type speaks of: {@code docket.evidence.retained.v1} is of evidence. */
    private static String root(ObjectNode event) {
        String type = event.path("type").asText();
        return ROOTS.stream()
                .filter(root -> type.startsWith("docket." + root + "."))
                .findFirst()
                .orElseThrow(() -> new UnwritableMessage("there is no XML form of " + type));
    }

    private static void fields(XMLStreamWriter xml, JsonNode object) throws XMLStreamException {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            element(xml, field.getKey(), field.getValue());
        }
    }

    private static void element(XMLStreamWriter xml, String name, JsonNode value) throws XMLStreamException {
        xml.writeStartElement(NAMESPACE, name);
        if (value.isObject()) {
            fields(xml, value);
        } else if (value.isArray()) {
            String entry = ENTRIES.getOrDefault(name, "entry");
            for (JsonNode each : value) {
                element(xml, entry, each);
            }
        } else {
            xml.writeCharacters(kept(value.isTextual() ? value.textValue() : Json.write(value)));
        }
        xml.writeEndElement();
    }

    /** XML 1.0 has no way to write some characters: a recording is not kept back because a tag has one. */
    private static String kept(String text) {
        return text.codePoints().allMatch(XmlForm::isXml)
                ? text
                : text.codePoints()
                        .map(point -> isXml(point) ? point : 0xFFFD)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isXml(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
