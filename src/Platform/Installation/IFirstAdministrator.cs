using Linli.Platform.Results;

namespace Linli.Platform.Installation;

/// <summary>Makes the first account of an installation that starts without the demo; implemented where accounts live.</summary>
public interface IFirstAdministrator
{
    /// <summary>Makes an administrator (系统管理员) for the whole installation.</summary>
    /// <param name="login">Sign-in name.</param>
    /// <param name="password">First password; the person is asked to set up a second factor on signing in.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<Result<Done>> Create(string login, string password, CancellationToken cancel);
}
