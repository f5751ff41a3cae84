using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Townships;

/// <summary>Enters a partner township, or changes it (登记结对乡镇).</summary>
/// <param name="NameZh">2–20 characters.</param>
/// <param name="NameEn">2–40 characters.</param>
/// <param name="Since">Since when it is paired.</param>
/// <param name="Place">Path of the place it is paired with; new ones only.</param>
/// <param name="About">At most 300 characters.</param>
/// <param name="Until">The last day, once it is over; left out, a pairing that ended stays ended.</param>
public sealed record KeepTownship(string? NameZh, string? NameEn, DateOnly Since, ScopePath? Place = null, string? About = null, DateOnly? Until = null) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Such as <c>sanxi</c>: 2–40 small letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    string? IAudited.AuditSubject => Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Code is not { Length: >= 2 and <= 40 } || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return Problem.Invalid("code", "market.township_code", "代码为 2–40 个小写字母、数字或连字符。", "A code has 2–40 small letters, digits or hyphens.");
        if (!PlainText.TryCleanLine(NameZh, 20, out var zh) || zh.Length < 2 || !PlainText.TryCleanLine(NameEn, 40, out var en) || en.Length < 2)
            yield return Problem.Invalid("nameZh", "market.township_name", "请填写中文名（2–20 个字）和英文名（2–40 个字符）。", "Give the Chinese name (2–20 characters) and the English one (2–40).");
        if (!PlainText.TryClean(About, 300, out _))
            yield return Problem.Invalid("about", "market.township_about", "介绍不超过 300 个字。", "The description has at most 300 characters.");
        if (Since.Year is < 1990 or > 2099 || Until < Since)
            yield return Problem.Invalid("since", "market.township_days", "结对日期不正确：结束不早于开始。", "The days are wrong: it does not end before it begins.");
    }
}

internal sealed class KeepTownshipHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<KeepTownship, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/market/townships/{code}", (string code, KeepTownship request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(MarketPermissions.Tenancies).WithTags("Market").WithSummary("Keep a partner township 结对乡镇");

    public async Task<Result<Done>> Handle(KeepTownship request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(MarketPermissions.Tenancies);

        // A code is taken wherever it stands.
        var township = await db.Unfiltered<Township>().SingleOrDefaultAsync(t => t.Code == request.Code, cancel);
        if (township is not null && !scopes.Covers(township.Scope))
            return Problem.Conflict("market.township_taken", "这个代码已被别处使用。", "This code is used elsewhere.");
        if (township is null)
        {
            var place = request.Place ?? (scopes.Paths is [var first, ..] ? first : ScopePath.Root);
            if (!scopes.Covers(place))
                return Problem.Forbidden("market.not_your_place", "您不能在这里登记。", "You may not enter anything for this place.");
            db.Insert(township = new() { Code = request.Code, Scope = place.Value, NameZh = "", NameEn = "", Since = request.Since, At = Clock.Now(time) });
        }

        PlainText.TryCleanLine(request.NameZh, 20, out var zh);
        PlainText.TryCleanLine(request.NameEn, 40, out var en);
        PlainText.TryClean(request.About, 300, out var about);
        (township.NameZh, township.NameEn, township.About, township.Since, township.Until) = (zh, en, about.Length == 0 ? null : about, request.Since, request.Until ?? township.Until);
        return Done.It;
    }
}
