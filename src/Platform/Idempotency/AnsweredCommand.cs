namespace Linli.Platform.Idempotency;

/// <summary>The first answer to a command with an idempotency key, kept so that a repetition gets the same.</summary>
internal sealed class AnsweredCommand
{
    public const string Table = "platform_answered_command";

    /// <summary>Account, or <c>anonymous</c>.</summary>
    public required string Caller { get; init; }

    public required string Key { get; init; }

    public required string Command { get; init; }

    /// <summary>SHA-256 of the request, hex: the same key with another request is a mistake, not a repetition.</summary>
    public required string RequestHash { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}
