using System.Text.RegularExpressions;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Opens a round of wishes, or changes its limits; what was published already keeps its price and days.</summary>
/// <param name="Code">2–20 small letters, digits and hyphens.</param>
/// <param name="Place">Code of the place; fixed once it stands.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">In English.</param>
/// <param name="DeskZh">Where gifts are brought, 2–80 characters.</param>
/// <param name="DeskEn">In English.</param>
/// <param name="MostFen">The most a wish may cost, 1,000 to 200,000 fen.</param>
/// <param name="BringDays">Days to bring a gift, 1–90.</param>
/// <param name="RemindDays">Days before the end at which a donor is reminded, 1 to one less than <paramref name="BringDays"/>, or 0 of one day.</param>
/// <param name="MostPerDonor">Wishes one donor may have at a time, 1–20.</param>
/// <param name="LeastGrade">From how many children on a grade is named, at least 5.</param>
internal sealed record KeepRound(
    string Code, string? Place, string? NameZh, string? NameEn, string? DeskZh, string? DeskEn, long MostFen = 20_000, int BringDays = 14, int RemindDays = 3, int MostPerDonor = 3, int LeastGrade = 20)
    : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!Regex.IsMatch(Code ?? "", "^[a-z0-9-]{2,20}$", RegexOptions.None, TimeSpan.FromSeconds(1)))
            yield return Problem.Invalid("code", "wishes.round_code", "代号用 2–20 个小写字母、数字或连字符。", "A code has 2 to 20 small letters, digits or hyphens.");
        if (Text(NameZh, 40, "nameZh", "请填写名称", "Name the round") is { } name)
            yield return name;
        if (Text(DeskZh, 80, "deskZh", "请写明礼物送到哪里", "Say where gifts are brought") is { } desk)
            yield return desk;
        if (MostFen is < 1_000 or > 200_000)
            yield return Problem.Invalid("mostFen", "wishes.limit_range", "心愿限价应在 10–2000 元之间。", "The limit lies between 10 and 2,000 yuan.");
        if (BringDays is < 1 or > 90)
            yield return Problem.Invalid("bringDays", "wishes.bring_days", "送达期限为 1–90 天。", "There are 1 to 90 days to bring a gift.");
        if (RemindDays < 0 || RemindDays >= BringDays)
            yield return Problem.Invalid("remindDays", "wishes.remind_days", "提醒天数须小于送达期限。", "The reminder comes within the days to bring.");
        if (MostPerDonor is < 1 or > 20)
            yield return Problem.Invalid("mostPerDonor", "wishes.per_donor", "每人同时认领 1–20 个。", "A donor has 1 to 20 at a time.");
        if (LeastGrade is < 5 or > 1_000)
            yield return Problem.Invalid("leastGrade", "wishes.least_grade", "年级人数下限至少为 5，避免让人认出孩子。", "The least size of a grade is 5 or more, so that no child is recognised.");
    }
}

/// <summary>Rounds with their counters; everybody may read them.</summary>
internal sealed record ListRounds : IQuery<IReadOnlyList<RoundLine>>;

/// <summary>A round.</summary>
internal sealed record RoundLine(string Code, string NameZh, string NameEn, string DeskZh, string DeskEn, long MostFen, int BringDays, int RemindDays, int MostPerDonor, int LeastGrade, string Place, WishCounts Counts);

/// <summary>Counted from the wishes each time: open, claimed and fulfilled make up all.</summary>
/// <param name="Open">To be claimed.</param>
/// <param name="Claimed">Somebody brings it, or the desk passes it on.</param>
/// <param name="Fulfilled">The child has it.</param>
internal sealed record WishCounts(int Open, int Claimed, int Fulfilled)
{
    /// <summary>All that were published and not taken back.</summary>
    public int All => Open + Claimed + Fulfilled;

    public static WishCounts Of(IEnumerable<(WishState State, int Count)> states)
    {
        var by = states.ToLookup(s => s.State, s => s.Count);
        return new(by[WishState.Open].Sum(), by[WishState.Claimed].Sum() + by[WishState.Handed].Sum(), by[WishState.Fulfilled].Sum());
    }
}

internal sealed class KeepRoundHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time)
    : IHandler<KeepRound, Done>, IHandler<ListRounds, IReadOnlyList<RoundLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/wishes/rounds/{code}", (string code, KeepRound request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(GoodwillPermissions.Publish).WithTags("wishes").WithSummary("Open a round of wishes, or change its limits 心愿活动");
        api.MapGet("/wishes/rounds", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListRounds(), cancel))
            .Needs(Access.Public).WithTags("wishes").WithSummary("Rounds of wishes with their counters");
    }

    public async Task<Result<Done>> Handle(KeepRound request, CancellationToken cancel)
    {
        // Whether the caller may is asked of the round itself.
        var round = await db.Unfiltered<WishRound>().SingleOrDefaultAsync(r => r.Code == request.Code, cancel);
        var place = round is null ? tree.FindCode(request.Place ?? "")?.Path : ScopePath.Parse(round.Scope, null);
        if (place is not { } at || !current.Value.May(GoodwillPermissions.Publish, at))
            return round is null
                ? Problem.Invalid("place", "wishes.round_place", "请选择您负责的社区或联建组。", "Choose a community or group you work for.")
                : WishBook.NoRound;
        if (round is null)
            db.Insert(round = new()
            {
                Code = request.Code, Scope = at.Value, NameZh = "", NameEn = "", DeskZh = "", DeskEn = "", MostFen = 0, BringDays = 0, RemindDays = 0, MostPerDonor = 0, LeastGrade = 0, At = Clock.Now(time),
            });
        (round.NameZh, round.DeskZh) = (Clean(request.NameZh, 40), Clean(request.DeskZh, 80));
        round.NameEn = Clean(request.NameEn, 80) is { Length: > 0 } name ? name : round.NameZh;
        round.DeskEn = Clean(request.DeskEn, 120) is { Length: > 0 } desk ? desk : round.DeskZh;
        (round.MostFen, round.BringDays, round.RemindDays, round.MostPerDonor, round.LeastGrade) = (request.MostFen, request.BringDays, request.RemindDays, request.MostPerDonor, request.LeastGrade);
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<RoundLine>>> Handle(ListRounds request, CancellationToken cancel)
    {
        var rounds = await db.Unfiltered<WishRound>().AsNoTracking().OrderByDescending(r => r.At).Take(50).ToListAsync(cancel);
        var codes = rounds.ConvertAll(r => r.Code);
        var counts = (await db.Unfiltered<Wish>().Where(w => w.Round != null && codes.Contains(w.Round) && w.PublishedAt != null).GroupBy(w => new { w.Round, w.State })
            .Select(g => new { g.Key.Round, g.Key.State, Count = g.Count() }).ToListAsync(cancel)).ToLookup(c => c.Round!, c => (c.State, c.Count));
        return rounds.ConvertAll(r => Line(r, WishCounts.Of(counts[r.Code])));
    }

    internal static RoundLine Line(WishRound r, WishCounts counts) =>
        new(r.Code, r.NameZh, r.NameEn, r.DeskZh, r.DeskEn, r.MostFen, r.BringDays, r.RemindDays, r.MostPerDonor, r.LeastGrade, r.Scope, counts);
}
