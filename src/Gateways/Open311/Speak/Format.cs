using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;

namespace Linli.Open311.Speak;

/// <summary>The two formats of GeoReport v2.</summary>
internal enum Format
{
    /// <summary>The one every server must speak.</summary>
    Xml,

    /// <summary>By the convention that drops the root and makes lists bare arrays.</summary>
    Json,
}

/// <summary>Chooses a format and writes in it.</summary>
internal static class Formats
{
    private static readonly XmlWriterSettings XmlSettings = new()
    {
        Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = false,
        NewLineHandling = NewLineHandling.None,
    };

    private static readonly JsonWriterOptions JsonSettings = new() { Encoder = Platform.Json.Options.Encoder };

    public static string ContentType(this Format format) =>
        format == Format.Xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";

    /// <summary>The format of an extension; an address without one goes by what the client says it accepts.</summary>
    /// <returns><c>null</c> for an extension that is neither.</returns>
    public static Format? Choose(string? extension, HttpRequest request) => extension?.ToLowerInvariant() switch
    {
        "xml" => Format.Xml,
        "json" => Format.Json,
        null => request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase) ? Format.Json : Format.Xml,
        _ => null,
    };

    public static byte[] Write(this Format format, Document document)
    {
        using var bytes = new MemoryStream();
        if (format == Format.Xml)
        {
            using var xml = XmlWriter.Create(bytes, XmlSettings);
            xml.WriteStartDocument();
            Write(xml, document.Root, document.Content);
        }
        else
        {
            using var json = new Utf8JsonWriter(bytes, JsonSettings);
            Write(json, document.Content);
        }

        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, string name, Node? node)
    {
        xml.WriteStartElement(name);
        switch (node)
        {
            case Text text:
                xml.WriteString(Writable(text.Value));
                break;
            case Flag flag:
                xml.WriteValue(flag.Value);
                break;
            case Number number:
                xml.WriteValue(number.Value);
                break;
            case Fields fields:
                foreach (var (field, value) in fields.Parts)
                    Write(xml, field, value);
                break;
            case Items items:
                foreach (var item in items.Parts)
                    Write(xml, items.Name, item);
                break;
        }

        xml.WriteEndElement();
    }

    // Texts are cleaned on their way in; what XML cannot say at all must still never break an answer.
    private static string Writable(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return string.Concat(text.EnumerateRunes().Where(r => r.Value > 0xFFFF || XmlConvert.IsXmlChar((char)r.Value)));
        return text;
    }

    private static void Write(Utf8JsonWriter json, Node? node)
    {
        switch (node)
        {
            case Text text:
                json.WriteStringValue(text.Value);
                break;
            case Flag flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case Number number:
                json.WriteNumberValue(number.Value);
                break;
            case Fields fields:
                json.WriteStartObject();
                foreach (var (field, value) in fields.Parts)
                {
                    json.WritePropertyName(field);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case Items items:
                json.WriteStartArray();
                foreach (var item in items.Parts)
                    Write(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
