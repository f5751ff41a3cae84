using Linli.Open311.Speak;
using Linli.Platform.Results;

namespace Linli.Open311.Requests;

/// <summary>Who may write.</summary>
internal static class Clients
{
    /// <summary>Why a request without a right key cannot be taken.</summary>
    public static Problem? Refuse(Ask ask) => ask.Client.Account is not null ? null : ask.HasKey
        ? Problem.Forbidden("open311.api_key_wrong", "api_key 无效、已过期或已停用。", "Invalid api_key: it is wrong, expired or withdrawn.")
        : Problem.Forbidden("open311.api_key_missing", "缺少 api_key。", "api_key was not provided.");
}
