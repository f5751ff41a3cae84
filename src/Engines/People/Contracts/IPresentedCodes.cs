using Linli.Platform.Results;

namespace Linli.People;

/// <summary>Who stands before a terminal (出示码), good for five minutes and for the caller who read the code.</summary>
/// <param name="Ticket">Stands for the person in what the caller does next; nobody else can use it.</param>
/// <param name="Person">Who.</param>
/// <param name="Name">Masked: 沈**.</param>
/// <param name="Way">How the person showed who they are.</param>
public sealed record Presented(string Ticket, Guid Person, string Name, PresentedWay Way);

/// <summary>How a person showed who they are.</summary>
public enum PresentedWay
{
    /// <summary>出示手机码: renewed every minute, each good for one reading.</summary>
    Phone,

    /// <summary>刷卡.</summary>
    Card,

    /// <summary>工作人员按姓名查找.</summary>
    Vouched,
}

/// <summary>
/// What a scanner at a till, a shop or an activity reads: the code on a resident's phone, or their card. A face is never
/// needed (R41).
/// </summary>
public interface IPresentedCodes
{
    /// <summary>Reads a code in the current transaction; a phone's code is good for one reading.</summary>
    /// <returns><c>people.code_unknown</c>, <c>people.code_expired</c>, <c>people.code_used</c>: 400s beside the field <c>code</c>.</returns>
    Task<Result<Presented>> Read(string code, CancellationToken cancel);

    /// <summary>A person whom staff found by name; the use case has asked whether the caller may look for them, and logged it.</summary>
    Task<Presented> Vouch(Guid person, CancellationToken cancel);

    /// <summary>Who a ticket of the caller stands for.</summary>
    /// <returns><c>people.ticket_expired</c>, a 400 beside the field <c>ticket</c>: read the code again.</returns>
    Result<Presented> Open(string ticket);
}

/// <summary>Cards that a scene gives out (住户卡), as <see cref="IPresentedCodes"/> asks for them.</summary>
public interface IPersonCards
{
    /// <summary>Whose card it is; <c>null</c> for one that is unknown or blocked.</summary>
    Task<Guid?> PersonOf(string card, CancellationToken cancel);
}
