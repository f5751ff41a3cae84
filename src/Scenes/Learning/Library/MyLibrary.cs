using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Learning.Library;

/// <summary>The caller's own loans, reservations and card (我的借阅); nobody else sees them, the family neither.</summary>
internal sealed record MyLibrary : IQuery<ReaderView>;

/// <summary>A reader's page.</summary>
/// <param name="Card">Number of the card; <c>null</c> before the first visit.</param>
/// <param name="KeepsHistory">Whether loans are kept after their return.</param>
/// <param name="Loans">What is out.</param>
/// <param name="Holds">What is reserved.</param>
/// <param name="History">What was borrowed, where the reader keeps it.</param>
/// <param name="Members">Who is on the card.</param>
/// <param name="On">Cards of others that the caller, or a child of theirs, is on.</param>
internal sealed record ReaderView(
    string? Card, bool KeepsHistory, IReadOnlyList<LoanView> Loans, IReadOnlyList<HoldView> Holds, IReadOnlyList<LoanView> History, IReadOnlyList<CardMember> Members, IReadOnlyList<CardJoined> On);

/// <summary>Somebody of the family on a card of somebody else.</summary>
internal sealed record CardJoined(Guid Holder, string HolderName, Guid Member, string MemberName);

/// <summary>Opens a card before the first visit, and says whether a history is kept (保留借阅记录). No deletes what there was at once.</summary>
/// <param name="KeepsHistory">Whether to keep one.</param>
internal sealed record SetReader(bool KeepsHistory) : ICommand<ReaderView>, IAudited
{
    public string? AuditSubject => null;
}

/// <summary>Joins the family card of somebody by its number (加入家庭借阅卡): oneself, or a child one is the guardian of.</summary>
/// <param name="Card">The eight digits.</param>
/// <param name="Child">The child; oneself when left out.</param>
internal sealed record JoinCard(string? Card, Guid? Child = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => null;
}

/// <summary>Leaves a family card, or takes somebody off one's own.</summary>
internal sealed record LeaveCard(Guid Holder, Guid Member) : ICommand<Done>, IAudited
{
    public string? AuditSubject => null;
}

internal sealed class MyLibraryHandler(LinliDb db, LibraryBook library, IActingFor family, CurrentCaller current)
    : IHandler<MyLibrary, ReaderView>, IHandler<SetReader, ReaderView>, IHandler<JoinCard, Done>, IHandler<LeaveCard, Done>, IUseCase
{
    private const int MostMembers = 8;

    private static readonly Problem NoPerson = Problem.Forbidden("library.no_person", "请先在“我的家”核对身份，再来借书。", "Confirm who you are under My home first, then borrow.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/library/mine", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new MyLibrary(), cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("My loans, reservations and card 我的借阅");
        api.MapPut("/library/mine", (SetReader request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Open my card; keep my history or not 借阅记录");
        api.MapPost("/library/cards", (JoinCard request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Join a family card 家庭借阅卡");
        api.MapDelete("/library/cards/{holder:guid}/{member:guid}", (Guid holder, Guid member, UseCaseRunner run, CancellationToken cancel) => run.Answer(new LeaveCard(holder, member), cancel))
            .Needs(Access.SignedIn).WithTags("Library").WithSummary("Leave a family card 退出家庭借阅卡");
    }

    public async Task<Result<ReaderView>> Handle(MyLibrary request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return new ReaderView(null, false, [], [], [], [], []);
        return await View(me, await db.Records<Reader>().AsNoTracking().SingleOrDefaultAsync(r => r.Person == me, cancel), cancel);
    }

    public async Task<Result<ReaderView>> Handle(SetReader request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return NoPerson;
        var reader = await library.Reader(me, cancel);
        reader.KeepsHistory = request.KeepsHistory;
        // One's own.
        if (!request.KeepsHistory)
            await db.Unfiltered<Loan>().Where(l => l.Reader == me && l.ReturnedAt != null).ExecuteDeleteAsync(cancel);
        return await View(me, reader, cancel);
    }

    public async Task<Result<Done>> Handle(JoinCard request, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return NoPerson;
        var member = me;
        if (request.Child is { } child && child != me)
        {
            if ((await family.People(FamilyMatters.Book, cancel)).All(p => p.Person != child || p.Agency is not null))
                return Problem.Forbidden("library.not_guardian", "只有监护人可以把孩子加到借阅卡上。", "Only a guardian puts a child on a card.") with { Field = "child" };
            member = child;
        }

        var card = request.Card?.Replace(" ", "", StringComparison.Ordinal);
        if (await db.Records<Reader>().AsNoTracking().SingleOrDefaultAsync(r => r.Card == card, cancel) is not { } holder || holder.Person == member)
            return Problem.Invalid("card", "library.no_card", "没有这张借阅卡，请向家人核对 8 位卡号。", "There is no such card: ask your family for its eight digits.");
        await db.LockUntilCommit($"library.reader.{holder.Person}", cancel);
        if (await db.Records<FamilyMember>().AnyAsync(m => m.Holder == holder.Person && m.Member == member, cancel))
            return Done.It;
        if (await db.Records<FamilyMember>().CountAsync(m => m.Holder == holder.Person, cancel) >= MostMembers)
            return Problem.Conflict("library.members_many", $"一张卡最多 {MostMembers} 位家人。", $"At most {MostMembers} of a family on a card.");
        db.Records<FamilyMember>().Add(new() { Holder = holder.Person, Member = member, By = current.Value.Account!.Value, At = library.Now });
        await library.Tell(holder.Person, "card", ("家人加入了您的借阅卡", "Your family joined your library card"), ("现在您可以替他们借书了。", "You can borrow for them now."), $"card-{holder.Person:N}-{member:N}-{library.Now.UtcTicks}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(LeaveCard request, CancellationToken cancel)
    {
        var mine = (await family.People(FamilyMatters.Book, cancel)).Where(p => p.Agency is null).Select(p => p.Person).ToList();
        if (current.Value.Person is not { } me || (request.Holder != me && request.Member != me && !mine.Contains(request.Member))
            || await db.Records<FamilyMember>().SingleOrDefaultAsync(m => m.Holder == request.Holder && m.Member == request.Member, cancel) is not { } row)
            return Problem.NotFound("library.not_family", "不在这张家庭借阅卡上。", "They are not on this family card.");
        db.Records<FamilyMember>().Remove(row);
        return Done.It;
    }

    private async Task<ReaderView> View(Guid me, Reader? reader, CancellationToken cancel)
    {
        var children = (await family.People(FamilyMatters.Book, cancel)).Where(p => p.Agency is null).ToList();
        var own = children.ConvertAll(c => c.Person).Append(me).ToList();
        var ties = await db.Records<FamilyMember>().AsNoTracking().Where(m => m.Holder == me || own.Contains(m.Member)).ToListAsync(cancel);
        // One's own.
        var loans = await db.Unfiltered<Loan>().AsNoTracking().Where(l => l.Reader == me).OrderBy(l => l.Due).ToListAsync(cancel);
        var holds = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => h.OpenKey == me).OrderBy(h => h.At).ToListAsync(cancel);
        var ids = loans.Select(l => l.Book).Concat(holds.Select(h => h.Book)).Distinct().ToList();
        var titles = await db.Records<Book>().AsNoTracking().Where(b => ids.Contains(b.Id)).ToDictionaryAsync(b => b.Id, b => b.Title, cancel);
        var branches = await db.Unfiltered<Branch>().AsNoTracking().ToDictionaryAsync(b => b.Code, cancel);
        var masked = await family.MaskedNames([.. ties.SelectMany(t => new[] { t.Holder, t.Member }).Concat(loans.Select(l => l.For).OfType<Guid>()).Distinct()], cancel);
        var waiting = holds.Where(h => h.State == HoldState.Waiting).Select(h => h.Book).ToList();
        var queue = await db.Unfiltered<BookHold>().AsNoTracking().Where(h => waiting.Contains(h.Book) && h.State == HoldState.Waiting).Select(h => new { h.Id, h.Book, h.Branch, h.At }).ToListAsync(cancel);
        string Name(Guid person) => person == me ? "" : children.Find(c => c.Person == person)?.Name ?? masked.GetValueOrDefault(person, "");
        LoanView Loan(Loan l) => new(l.Id, l.Barcode, titles[l.Book], l.Due, l.Renewals, l.ReturnedAt, l.For is { } who ? Name(who) : null);
        return new(
            reader?.Card, reader?.KeepsHistory == true, [.. loans.Where(l => l.ReturnedAt is null).Select(Loan)],
            holds.ConvertAll(h => new HoldView(h.Id, h.Book, titles[h.Book], branches[h.Branch].Name, h.State,
                h.State == HoldState.Waiting ? queue.Count(q => q.Book == h.Book && q.Branch == h.Branch && (q.At < h.At || (q.At == h.At && q.Id.CompareTo(h.Id) < 0))) : null, h.ReadyUntil)),
            [.. loans.Where(l => l.ReturnedAt is not null).OrderByDescending(l => l.ReturnedAt).Select(Loan)], [.. ties.Where(t => t.Holder == me).Select(t => new CardMember(t.Member, Name(t.Member)))],
            [.. ties.Where(t => t.Holder != me).Select(t => new CardJoined(t.Holder, Name(t.Holder), t.Member, Name(t.Member)))]);
    }
}
