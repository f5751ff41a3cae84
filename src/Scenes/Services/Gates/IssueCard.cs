using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Gates;

/// <summary>Staff give out a card for a person of a home.</summary>
/// <param name="Tie">The person's tie to the home.</param>
/// <param name="Card">Number of the card as the reader shows it: 8–20 hexadecimal digits.</param>
internal sealed record IssueCard(Guid Tie, string? Card) : ICommand<CardIssued>, IValidated, IAudited
{
    public string? AuditSubject => Tie.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Card is not null && Normal(Card) is { Length: >= 8 and <= 20 } number && number.All(char.IsAsciiHexDigit))
            yield break;
        yield return Problem.Invalid("card", "services.card_number", "卡号为 8–20 位十六进制数字，请用读卡器读取。", "A card's number has 8–20 hexadecimal digits: use the reader.");
    }

    public static string Normal(string card) => card.Replace(" ", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Never with the number.</summary>
    public override string ToString() => $"IssueCard {Tie}";
}

/// <summary>The card as given out.</summary>
internal sealed record CardIssued(Guid Id, DateTimeOffset? ValidUntil);

internal sealed class IssueCardHandler(LinliDb db, CurrentCaller current, IHomeTies ties, Credentials credentials) : IHandler<IssueCard, CardIssued>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/gates/cards", (IssueCard request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.Credentials).WithTags("gates").WithSummary("Give out a card 发卡");

    public async Task<Result<CardIssued>> Handle(IssueCard request, CancellationToken cancel)
    {
        if ((await ties.Find([request.Tie], cancel)).GetValueOrDefault(request.Tie) is not { } tie || !current.Value.May(ServicesPermissions.Credentials, tie.Building))
            return Problem.NotFound("services.tie_not_found", "没有找到这位住户。", "This resident was not found.");
        if (current.Value.MayBe(tie.Person))
            return Problem.Forbidden("services.own_credential", "不能给自己发卡。", "Nobody gives a card to themselves.");
        var number = IssueCard.Normal(request.Card!);
        var hash = credentials.CardHash(number);
        // Two desks with the same card: the second finds it taken.
        await db.LockUntilCommit($"gates.card.{hash}", cancel);
        if (await db.Unfiltered<GateCredential>().AnyAsync(c => c.CardHash == hash && c.RevokedAt == null && c.Tie != tie.Id, cancel))
            return Problem.Invalid("card", "services.card_taken", "这张卡已发给别人，请先挂失或换一张。", "Somebody else has this card: block it first, or take another.");
        var issued = await credentials.Issue(tie, CredentialKind.Card, new(Card: number), cancel);
        return issued.Ok ? new CardIssued(issued.Value.Id, issued.Value.ValidUntil) : issued.As<CardIssued>();
    }
}
