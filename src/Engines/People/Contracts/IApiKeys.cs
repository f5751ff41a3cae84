using Linli.Platform.Security;

namespace Linli.People;

/// <summary>Machine keys for protocols that carry them in their own way, such as Open311's <c>api_key</c>.</summary>
public interface IApiKeys
{
    /// <summary>The caller behind a key, or <c>null</c> when it is wrong, expired or withdrawn.</summary>
    ValueTask<Caller?> Find(string key, CancellationToken cancel);
}
