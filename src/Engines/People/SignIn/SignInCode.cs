namespace Linli.People.SignIn;

/// <summary>A code sent to a phone.</summary>
internal sealed class SignInCode
{
    public required Guid Id { get; init; }

    public required string PhoneHash { get; init; }

    public required string CodeHash { get; init; }

    public required DateTimeOffset At { get; init; }

    public int Tries { get; set; }

    public bool Used { get; set; }
}
