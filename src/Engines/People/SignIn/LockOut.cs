namespace Linli.People.SignIn;

/// <summary>When too many wrong passwords close the door for a while.</summary>
internal static class LockOut
{
    public const int Tries = 5;

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    /// <summary>What stands on the account after one more wrong try.</summary>
    public static (int Failures, DateTimeOffset? Until) AfterFailure(int failures, DateTimeOffset now) =>
        failures + 1 >= Tries ? (0, now + Pause) : (failures + 1, null);

    public static bool IsClosed(DateTimeOffset? until, DateTimeOffset now) => until > now;
}
