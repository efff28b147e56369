package org.docket.casework;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/** What an XSLT 1.0 transformation makes of a message in its XML form. It reads nothing but the message. */
final class XsltForm implements MessageForm {
    private static final Pattern DECLARATION = Pattern.compile("\\A<\\?xml .*?\\?>");

    private final XmlForm form = new XmlForm();
    private final String file;
    private final String text;
    private final Templates templates;

    private XsltForm(String file, String text, Templates templates) {
        this.file = file;
        this.text = text;
        this.templates = templates;
    }

    /**
     * Compiles a transformation.
     *
     * @param file its name, for errors
     */
    static XsltForm compile(String file, String text) throws WrongTransformation {
        XsltErrors errors = new XsltErrors(file, text);
        try {
            return new XsltForm(file, text, factory(errors).newTemplates(new StreamSource(new StringReader(text))));
        } catch (TransformerException e) {
            throw new WrongTransformation(errors.words(e), e);
        } catch (StackOverflowError e) {
            throw new WrongTransformation(file + ":1:1: is nested too deeply", e);
        }
    }

    /** The platform's own: no file, no address and no Java class is within reach of a transformation. */
    private static TransformerFactory factory(XsltErrors errors) throws TransformerConfigurationException {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_STYLESHEET, "");
        factory.setErrorListener(errors);
        return factory;
    }

    @Override
    public String write(ObjectNode event) {
        String xml = form.write(event);
        ShortText written = new ShortText();
        XsltErrors errors = new XsltErrors(file, text);
        try {
            Transformer transformer = templates.newTransformer();
            transformer.setErrorListener(errors);
            transformer.transform(new StreamSource(new StringReader(xml)), new StreamResult(written));
        } catch (TransformerException e) {
            written.require(file);
            throw new UnwritableMessage(errors.ofARun(e), e);
        } catch (StackOverflowError e) {
            throw new UnwritableMessage(file + " calls itself without an end", e);
        } catch (RuntimeException e) {
            written.require(file);
            throw new UnwritableMessage(file + " fails: " + e, e);
        }
        written.require(file);
        if (DECLARATION.matcher(written.text()).replaceFirst("").isBlank()) {
            throw new UnwritableMessage(file + " gives nothing");
        }
        return written.text();
    }
}
