using System.Security.Cryptography;
using System.Text.Json;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;

namespace Linli.Platform.Idempotency;

/// <summary>Whether a command with a key came before, and what was answered then.</summary>
internal static class Repetition
{
    // A wish may be a tuple, and a tuple has fields.
    private static readonly JsonSerializerOptions Hashed = new(Json.Options) { IncludeFields = true };

    /// <summary>Under which name a caller's keys are kept.</summary>
    public static string NameOf(Caller caller) => caller.Account?.ToString() ?? (caller.IsSystem ? "system" : "anonymous");

    /// <summary>The answer to a command whose key was used before.</summary>
    public static Result<TAnswer> Answer<TAnswer>(AnsweredCommand first, object command) =>
        first.Command != command.GetType().Name || first.RequestHash != HashOf(command)
            ? Problem.Conflict("idempotency_key_reused", "这个幂等键已用于另一项请求，请换一个新的。", "This idempotency key was used for a different request: make a new one.")
            : JsonSerializer.Deserialize<TAnswer>(first.Answer, Json.Options)!;

    /// <summary>What is kept of an answer.</summary>
    public static AnsweredCommand Of<TAnswer>(object command, string key, string caller, TAnswer answer, DateTimeOffset now) => new()
    {
        Caller = caller,
        Key = key,
        Command = command.GetType().Name,
        RequestHash = HashOf(command),
        Answer = JsonSerializer.Serialize(answer, Json.Options),
        At = now,
    };

    private static string HashOf(object command)
    {
        var wish = (command as IRepeatable)?.Wish ?? command;
        return Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(wish, wish.GetType(), Hashed)));
    }
}
