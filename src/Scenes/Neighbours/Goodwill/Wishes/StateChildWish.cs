using Linli.Neighbours.Friends;
using Linli.People;
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

/// <summary>A guardian states a wish for their child, in words that others may read, and agrees to its being shown (R38).</summary>
/// <param name="Round">Code of the round.</param>
/// <param name="Child">Id of the child.</param>
/// <param name="Text">2–100 characters without name, school, class and home.</param>
/// <param name="Stage">How far at school.</param>
/// <param name="Grade">1–6 in primary, 7–9 in middle school.</param>
/// <param name="PriceFen">What it costs about, in fen.</param>
/// <param name="ConsentVersion">Version of the text of the purpose <c>child-wish</c> that was read.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record StateChildWish(string? Round, Guid Child, string? Text, SchoolStage? Stage, int? Grade, long PriceFen, int ConsentVersion, string? IdempotencyKey = null)
    : ICommand<WishStated>, IValidated, IRepeatable
{
    public IEnumerable<Problem> Problems()
    {
        if (WishRules.Revealing(Text, "text") is { } text)
            yield return text;
        if (Stage is not { } stage)
            yield return Problem.Invalid("stage", "wishes.stage", "请选择学段。", "Choose the stage.");
        else if (!WishRules.GradeFits(stage, Grade))
            yield return Problem.Invalid("grade", "wishes.grade", "年级：小学 1–6，初中 7–9，幼儿园不填。", "The grade is 1–6 in primary, 7–9 in middle school, and empty in kindergarten.");
    }
}

/// <summary>A guardian takes their child's wish back, until the gift is at the desk.</summary>
internal sealed record WithdrawChildWish(Guid Id) : ICommand<Done>;

internal sealed class StateChildWishHandler(
    LinliDb db, CurrentCaller current, IScopeTree tree, IActingFor family, IConsentForms consents, ICareLists care, WishBook book, FieldCipher cipher, TimeProvider time)
    : IHandler<StateChildWish, WishStated>, IHandler<WithdrawChildWish, Done>, IUseCase
{
    private const int MostOpen = 2;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/wishes/children", (StateChildWish request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("A guardian states a wish for their child 孩子的心愿");
        api.MapDelete("/wishes/children/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new WithdrawChildWish(id), cancel))
            .Needs(GoodwillPermissions.Give).WithTags("wishes").WithSummary("Take my child's wish back");
    }

    public async Task<Result<WishStated>> Handle(StateChildWish request, CancellationToken cancel)
    {
        if (Residence.Of(current.Value, tree) is not { } home)
            return FriendProblems.NotResident;
        var above = home.Community.Path.SelfAndAncestors().Select(p => p.Value).ToArray();
        if (await db.Unfiltered<WishRound>().SingleOrDefaultAsync(r => r.Code == request.Round && above.Contains(r.Scope), cancel) is not { } round)
            return WishBook.NoRound with { Field = "round" };
        var child = await family.For(request.Child, FamilyMatters.Book, cancel);
        if (!child.Ok || child.Value.Agency is not null)
            return Problem.Invalid("child", "wishes.not_guardian", "只有孩子的监护人可以代提心愿。", "Only a guardian of the child states a wish for them.");
        if (request.PriceFen <= 0 || request.PriceFen > round.MostFen)
            return EnterWishesHandler.Price(round);
        if (WishRules.Revealing(request.Text, "text", (await care.NamesOf([request.Child], masked: false, cancel)).Values.SelectMany(Parts)) is { } revealing)
            return revealing;
        var agreed = await consents.Agree(request.Child, WishRules.Purpose, request.ConsentVersion, cancel);
        if (!agreed.Ok)
            return agreed.As<WishStated>();
        await db.LockUntilCommit($"wishes.{request.Child}", cancel);
        if (await db.Unfiltered<Wish>().CountAsync(w => w.Person == request.Child && w.State != WishState.Fulfilled && w.State != WishState.Refused && w.State != WishState.Withdrawn, cancel) >= MostOpen)
            return Problem.Conflict("wishes.enough", $"已有 {MostOpen} 个心愿在办，实现后再提新的。", $"{MostOpen} wishes are open: state another when one came true.");
        var now = Clock.Now(time);
        var wish = new Wish
        {
            Id = Guid.CreateVersion7(now), Person = request.Child, Group = Wish.Child, Scope = home.Community.Path.Value, Text = cipher.Seal(Clean(request.Text, 100)), PublicText = Clean(request.Text, 100),
            State = WishState.Stated, StatedBy = current.Value.Account!.Value, At = now, Round = round.Code, Stage = request.Stage, Grade = request.Grade, PriceFen = request.PriceFen,
        };
        db.Insert(wish);
        family.Record(child.Value, FamilyMatters.Book, wish.Id.ToString(), ("提了一个心愿", "Stated a wish"), "/wishes/child");
        return new WishStated(wish.Id);
    }

    public async Task<Result<Done>> Handle(WithdrawChildWish request, CancellationToken cancel)
    {
        if (await book.Take(request.Id, cancel) is not { Person: { } child } wish || !(await family.For(child, FamilyMatters.Book, cancel)).Ok)
            return WishBook.NotFound;
        if (wish.State is WishState.Handed or WishState.Fulfilled or WishState.Refused or WishState.Withdrawn)
            return Problem.Conflict("wishes.decided", "这个心愿已有结果。", "This wish is settled already.");
        await book.CallOff(wish, cancel);
        return Done.It;
    }

    // The whole name, and the given name by itself.
    internal static IEnumerable<string?> Parts(string name) => name.Length > 2 ? [name, name[1..]] : [name];
}
