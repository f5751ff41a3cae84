using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>Somebody other than who entered them has read wishes of a round, word by word, and takes them on or not.</summary>
/// <param name="Ids">1–200 wishes that wait.</param>
/// <param name="Checked">That no name, school, class, home or telephone stands in them.</param>
/// <param name="Refuse">Not taken up.</param>
/// <param name="Word">When refusing: why.</param>
internal sealed record VerifyWishes(IReadOnlyList<Guid>? Ids, bool Checked = false, bool Refuse = false, string? Word = null) : ICommand<WishesMoved>, IValidated, IAudited
{
    public string? AuditSubject => $"{Ids?.Count} wishes";

    public IEnumerable<Problem> Problems()
    {
        if (Ids is not { Count: > 0 and <= 200 })
            yield return WishesMoved.Choose;
        if (!Refuse && !Checked)
            yield return Problem.Invalid("checked", "wishes.not_read", "请逐条读过，并确认没有姓名、学校、班级、住址和电话。", "Read each, and confirm that no name, school, class, home or telephone stands in it.");
        if (Refuse && Text(Word, 200, "word", "请写明原因", "Say why") is { } word)
            yield return word;
    }
}

/// <summary>
/// Shows verified wishes to everybody, each under a label that leads to nobody. Refused while a guardian's consent is missing,
/// and for what costs more than the round allows.
/// </summary>
/// <param name="Round">Code of the round.</param>
/// <param name="Ids">1–200 verified wishes.</param>
/// <param name="Stage">For a wish of a care list: how far at school, where it is a child's.</param>
/// <param name="Grade">Its grade.</param>
/// <param name="GradeSize">How many children the grade has; of fewer than the round's least the grade is not shown.</param>
/// <param name="PriceFen">For a wish of a care list: what it costs about.</param>
internal sealed record PublishWishes(string Round, IReadOnlyList<Guid>? Ids, SchoolStage? Stage = null, int? Grade = null, int? GradeSize = null, long? PriceFen = null)
    : ICommand<WishesMoved>, IValidated, IAudited
{
    public string? AuditSubject => Round;

    public IEnumerable<Problem> Problems()
    {
        if (Ids is not { Count: > 0 and <= 200 } || (Ids.Count > 1 && (Stage, Grade, GradeSize, PriceFen) is not (null, null, null, null)))
            yield return WishesMoved.Choose;
        if (Stage is { } stage && !WishRules.GradeFits(stage, Grade))
            yield return Problem.Invalid("grade", "wishes.grade", "年级：小学 1–6，初中 7–9，幼儿园不填。", "The grade is 1–6 in primary, 7–9 in middle school, and empty in kindergarten.");
    }
}

/// <summary>How many went on.</summary>
internal sealed record WishesMoved(int Count)
{
    public static readonly Problem Choose = Problem.Invalid("ids", "wishes.choose", "请选择 1–200 个心愿；填写单个心愿的信息时只选一个。", "Choose 1 to 200 wishes; just one when giving its details.");
}

internal sealed class PublishWishesHandler(LinliDb db, CurrentCaller current, IConsents consents, ICareLists care, WishBook book, INotices notices, TimeProvider time)
    : IHandler<VerifyWishes, WishesMoved>, IHandler<PublishWishes, WishesMoved>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/wishes/verify", (VerifyWishes request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Publish).WithTags("wishes").WithSummary("Verify wishes of a round 核实心愿");
        api.MapPost("/wishes/rounds/{round}/publish", (string round, PublishWishes request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Round = round }, cancel))
            .Needs(GoodwillPermissions.Publish).WithTags("wishes").WithSummary("Publish verified wishes 发布心愿");
    }

    public async Task<Result<WishesMoved>> Handle(VerifyWishes request, CancellationToken cancel)
    {
        var wishes = await Mine([.. request.Ids!.Distinct()], cancel);
        if (wishes.Count != request.Ids!.Distinct().Count() || wishes.Exists(w => w.State != WishState.Stated || w.Round is null || w.PublicText is null))
            return WishBook.Moved;
        foreach (var wish in wishes)
        {
            // Two pairs of eyes on whatever is shown of a child.
            if (wish.StatedBy == current.Value.Account)
                return Problem.Forbidden("wishes.own_entry", "自己录入的心愿由另一位工作人员核实。", "Wishes that you entered yourself are verified by somebody else.");
            if (!request.Refuse && await Revealing(wish, cancel) is { } revealing)
                return revealing;
            (wish.State, wish.DecidedBy, wish.DecidedAt) = (request.Refuse ? WishState.Refused : WishState.Verified, current.Value.Account, Clock.Now(time));
            wish.Word = request.Refuse ? Clean(request.Word, 200) : null;
            wish.EndedAt = request.Refuse ? wish.DecidedAt : null;
            foreach (var guardian in await book.Near(wish, cancel))
                await notices.Tell(
                    guardian, "gifts.wish", ("孩子的心愿有了新进展", "There is news of your child's wish"), ("请到“孩子的心愿”查看。", "See “My child's wish”."), "/wishes/child", $"wish:{wish.Id}:{wish.State}", cancel);
        }

        return new WishesMoved(wishes.Count);
    }

    public async Task<Result<WishesMoved>> Handle(PublishWishes request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"wishes.round.{request.Round}", cancel);
        if (await db.Scoped<WishRound>(current.Value.ScopesFor(GoodwillPermissions.Publish)).SingleOrDefaultAsync(r => r.Code == request.Round, cancel) is not { } round)
            return WishBook.NoRound;
        var wishes = await Mine([.. request.Ids!.Distinct()], cancel);
        if (wishes.Count != request.Ids!.Distinct().Count() || wishes.Exists(w => w.State != WishState.Verified || (w.Round ?? round.Code) != round.Code))
            return WishBook.Moved;
        var labels = await db.Unfiltered<Wish>().Where(w => w.Round == round.Code && w.LabelZh != null).Select(w => w.LabelZh!).ToListAsync(cancel);
        foreach (var wish in wishes)
        {
            (wish.Stage, wish.Grade, wish.GradeSize, wish.PriceFen) =
                (request.Stage ?? wish.Stage, request.Stage is null ? wish.Grade : request.Grade, request.GradeSize ?? wish.GradeSize, request.PriceFen ?? wish.PriceFen);
            if (await NotYet(wish, round, cancel) is { } problem)
                return problem;
            (wish.Round, wish.State, wish.PublishedAt, wish.PublishedBy) = (round.Code, WishState.Open, Clock.Now(time), current.Value.Account);
            Name(wish, round, await IsGrownUp(wish, cancel), labels);
        }

        return new WishesMoved(wishes.Count);
    }

    /// <summary>Number, letter and label; a letter is given once for each that would be called the same.</summary>
    internal static void Name(Wish wish, WishRound round, bool isGrownUp, List<string> labels)
    {
        wish.Number = $"{round.Code}-{++round.Numbers:000}";
        var family = WishRules.Family(Label("").Zh);
        wish.Letter = WishRules.Letter(labels.Count(l => WishRules.Family(l) == family));
        (wish.LabelZh, wish.LabelEn) = (Label(wish.Letter).Zh, Label(wish.Letter).En);
        labels.Add(wish.LabelZh);

        Phrase Label(string letter) => isGrownUp ? WishRules.GrownUp(letter) : WishRules.Label(wish.Stage, wish.Grade, wish.GradeSize, round.LeastGrade, letter);
    }

    private async Task<bool> IsGrownUp(Wish wish, CancellationToken cancel) =>
        wish.Person is { } person && wish.Group != Wish.Child && (await care.Facts(person, cancel))?.Age is null or >= 18;

    private async Task<Problem?> NotYet(Wish wish, WishRound round, CancellationToken cancel)
    {
        if (wish.PriceFen is not { } fen || fen <= 0 || fen > round.MostFen)
            return EnterWishesHandler.Price(round);
        if (await Revealing(wish, cancel) is { } revealing)
            return revealing;
        if (wish.Person is not { } person)
            return wish.GuardianSignedOn is { } signed && signed <= LocalTime.Today(time)
                ? null : Problem.Conflict("wishes.guardian_missing", "还没有监护人的同意，不能公开。", "A guardian has not agreed yet: it cannot be shown.");
        // Whoever is shown was asked, grown-ups on a care list as well.
        return await consents.Missing(person, WishRules.PurposeOf(wish.Group, (await care.Facts(person, cancel))?.Age), cancel);
    }

    private async Task<Problem?> Revealing(Wish wish, CancellationToken cancel) => WishRules.Revealing(wish.PublicText, "publicText", await book.Names(wish, cancel), most: 200);

    private Task<List<Wish>> Mine(Guid[] ids, CancellationToken cancel) =>
        db.Scoped<Wish>(current.Value.ScopesFor(GoodwillPermissions.Publish)).Where(w => ids.Contains(w.Id)).OrderBy(w => w.Id).ToListAsync(cancel);
}
