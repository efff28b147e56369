package org.docket.dialect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathEvaluationResult;
import javax.xml.xpath.XPathEvaluationResult.XPathResultType;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import javax.xml.xpath.XPathNodes;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML without document types, and with nothing that it could fetch. Places are XPath 1.0 expressions without extension functions.
 *
 * @param namespaces prefix → namespace, for the expressions
 */
record XmlNotation(Map<String, String> namespaces) implements Notation {
    private static final int DEEPEST = 64;

    /** An expression can visit each node for each other one: this keeps the square of it small. */
    private static final int MOST_NODES = 10_000;

    /** Of tags, comments and the like: so that what has far too many elements is not made a tree of first. */
    private static final int MOST_TAGS = 45_000;

    /** How a document begins whose characters are those of mainframes; there {@code <} is another byte than everywhere else. */
    private static final byte[] EBCDIC = {0x4C, 0x6F, (byte) 0xA7, (byte) 0x94};

    private static final byte[] SOME_XML = "<a/>".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Format format() {
        return Format.XML;
    }

    @Override
    public Document open(byte[] content) throws UnreadableException {
        refuseTooManyTags(content);
        return new Opened(parse(content), xpath());
    }

    private static void refuseTooManyTags(byte[] content) throws UnreadableException {
        boolean ebcdic = Arrays.mismatch(content, EBCDIC) == EBCDIC.length;
        byte opens = ebcdic ? EBCDIC[0] : (byte) '<';
        int tags = 0;
        for (byte one : content) {
            tags += one == opens ? 1 : 0;
        }
        if (tags > MOST_TAGS) {
            throw new UnreadableException("is XML of more than " + MOST_TAGS + " tags and comments");
        }
    }

    private static Node parse(byte[] content) throws UnreadableException {
        try {
            DocumentBuilder builder = factory().newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("nothing is fetched");
            });
            Node document = builder.parse(new InputSource(new ByteArrayInputStream(content)));
            if (count(document) > MOST_NODES) {
                throw new UnreadableException("is XML of more than " + MOST_NODES + " elements and attributes");
            }
            return document;
        } catch (SAXParseException e) {
            // Only the place: what the parser says quotes whatever it met.
            throw new UnreadableException(
                    "is no XML that Docket reads (well-formed, without a document type, at most " + DEEPEST
                            + " levels deep)"
                            + (e.getLineNumber() < 1
                                    ? ""
                                    : ": wrong at line " + e.getLineNumber() + ", column " + e.getColumnNumber()),
                    e);
        } catch (SAXException | IOException e) {
            throw new UnreadableException("is no XML", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java platform has no safe XML parser", e);
        }
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute("jdk.xml.maxElementDepth", DEEPEST);
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setCoalescing(true);
        return factory;
    }

    private static int count(Node root) {
        int nodes = 0;
        Node node = root;
        while (node != null && nodes <= MOST_NODES) {
            nodes += node instanceof Element element
                    ? 1 + element.getAttributes().getLength()
                    : 0;
            node = node.getFirstChild() == null ? after(node) : node.getFirstChild();
        }
        return nodes;
    }

    /** The node that follows when all below this one were visited. */
    private static @Nullable Node after(Node node) {
        Node last = node;
        while (last != null && last.getNextSibling() == null) {
            last = last.getParentNode();
        }
        return last == null ? null : last.getNextSibling();
    }

    private XPath xpath() {
        XPathFactory factory = XPathFactory.newDefaultInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        } catch (XPathFactoryConfigurationException e) {
            throw new IllegalStateException("this Java platform has no safe XPath", e);
        }
        XPath xpath = factory.newXPath();
        xpath.setNamespaceContext(new Declared(namespaces));
        xpath.setXPathFunctionResolver((name, arity) -> null);
        xpath.setXPathVariableResolver(name -> null);
        return xpath;
    }

    @Override
    public Optional<String> faultOf(String place) {
        try {
            // Some faults show only when it is evaluated.
            xpath().compile(place).evaluateExpression(parse(SOME_XML));
            return Optional.empty();
        } catch (XPathExpressionException e) {
            return Optional.of("'" + place + "' is no XPath 1.0 expression whose prefixes all stand in 'namespaces'"
                    + because(e) + "; correct it");
        } catch (UnreadableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String because(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? "" : " (" + Excerpt.of(cause.getMessage()) + ")";
    }

    private record Opened(Node document, XPath xpath) implements Document {
        @Override
        public List<String> at(String place) throws UnreadableException {
            try {
                XPathExpression expression = xpath.compile(place);
                XPathEvaluationResult<?> result = expression.evaluateExpression(document);
                if (result.type() == XPathResultType.NODESET) {
                    return texts((XPathNodes) result.value());
                }
                String text = (String) expression.evaluate(document, XPathConstants.STRING);
                // What number() gives for a node that is not there.
                return text.isEmpty() || text.equals("NaN") ? List.of() : List.of(text);
            } catch (XPathExpressionException e) {
                throw new UnreadableException("its expression cannot be evaluated here", e);
            }
        }

        private static List<String> texts(XPathNodes nodes) throws UnreadableException {
            List<String> texts = new ArrayList<>();
            for (Node node : nodes) {
                String text = node.getTextContent();
                if (text == null || (node instanceof Element element && hasElements(element))) {
                    throw new UnreadableException("other elements stand where a single value is expected");
                }
                texts.add(text);
                if (texts.size() > MOST_VALUES) {
                    break;
                }
            }
            return texts;
        }

        private static boolean hasElements(Element element) {
            for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<String> problems(Collection<String> places) {
            return List.of();
        }
    }

    /** The parser's own handler prints. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // It is XML all the same.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }

    private record Declared(Map<String, String> namespaces) implements NamespaceContext {
        @Override
        public @Nullable String getNamespaceURI(String prefix) {
            return prefix.equals(XMLConstants.XML_NS_PREFIX) ? XMLConstants.XML_NS_URI : namespaces.get(prefix);
        }

        @Override
        public @Nullable String getPrefix(String namespace) {
            return null;
        }

        @Override
        public Iterator<String> getPrefixes(String namespace) {
            return List.<String>of().iterator();
        }
    }
}
