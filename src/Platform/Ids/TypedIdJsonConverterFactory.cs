using System.Text.Json;
using System.Text.Json.Serialization;

namespace Linli.Platform.Ids;

/// <summary>
/// Writes every <see cref="ITypedId{TSelf}"/> as a plain JSON string and reads it back, also as a dictionary key.
/// Anything but a GUID string is a <see cref="JsonException"/>.
/// </summary>
public sealed class TypedIdJsonConverterFactory : JsonConverterFactory
{
    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(face =>
            face.IsGenericType
            && face.GetGenericTypeDefinition() == typeof(ITypedId<>)
            && face.GenericTypeArguments[0] == typeToConvert);

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<TId> : JsonConverter<TId>
        where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var value)
                ? TId.From(value)
                : throw new JsonException("An id is expected: a string such as \"0198c5a2-7d3e-7c11-9d0a-5b0f6f7a1e42\".");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Guid.TryParseExact(reader.GetString(), "D", out var value)
                ? TId.From(value)
                : throw new JsonException("An id is expected as the name of a property.");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value.ToString("D"));
    }
}
