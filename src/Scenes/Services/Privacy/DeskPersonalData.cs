using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Services.Matters;
using Linli.Services.MoveIn;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Privacy;

/// <summary>What the one-stop desk has of a person: check-lists of moving in, with every quiz, and forms handed in. All of it goes.</summary>
internal sealed class DeskPersonalData(LinliDb db, FieldCipher cipher) : IPersonalData
{
    public string Module => "desk";

    public Phrase Title => ("入住与办事", "Moving in and forms");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var lists = await Lists(subject).AsNoTracking().OrderBy(l => l.At).ToListAsync(cancel);
        var items = await Items(subject).AsNoTracking().OrderBy(i => i.List).ThenBy(i => i.Order)
            .Join(db.Unfiltered<TrainingModule>(), i => i.Module, m => m.Id, (i, m) => new { i, m.Code }).ToListAsync(cancel);
        var tries = await Tries(subject).AsNoTracking().OrderBy(t => t.At).ToListAsync(cancel);
        var forms = await Forms(subject).AsNoTracking().OrderBy(f => f.At).ToListAsync(cancel);
        if (lists.Count + forms.Count == 0)
            return [];
        return
        [
            new("moveIns", ("入住清单", "Moving in"), [.. lists.Select(l => new DataValue[]
            {
                new("home", ("房屋", "Home"), l.HomeLabel),
                DataValue.Instant("at", ("开始", "Opened"), l.At),
                DataValue.Instant("readyAt", ("完成", "Ready"), l.ReadyAt),
                new("overrideReason", ("提前交付的原因", "Why keys were given before"), l.OverrideReason),
                DataValue.Instant("keyAt", ("交付钥匙", "Keys handed over"), l.KeyAt),
                new("keyWhat", ("交付内容", "What was handed over"), l.KeyWhat),
            })]),
            new("training", ("入住培训", "Training"), [.. items.Select(x => new DataValue[]
            {
                new("module", ("课程", "Module"), x.Code),
                DataValue.Instant("doneAt", ("完成", "Done"), x.i.DoneAt),
                new("doneBy", ("方式", "How"), x.i.DoneBy?.ToString().ToLowerInvariant()),
                new("note", ("备注", "Note"), x.i.Note),
            })]),
            new("quizzes", ("测验", "Quizzes"), [.. tries.Select(t => new DataValue[]
            {
                new("right", ("答对", "Right"), string.Create(CultureInfo.InvariantCulture, $"{t.Right}/{t.Total}")),
                new("passed", ("通过", "Passed"), t.Passed ? "yes" : "no"),
                new("answers", ("答案", "Answers"), t.Answers),
                DataValue.Instant("at", ("时间", "When"), t.At),
            })]),
            new("forms", ("申请表", "Forms"), [.. forms.Select(f => new DataValue[]
            {
                new("number", ("编号", "Number"), f.Number),
                new("matter", ("事项", "Matter"), f.Matter),
                new("form", ("内容", "What I filled in"), cipher.Open(f.Form)),
                new("fromOffices", ("共享填入", "Filled in by other offices"), f.FromOffices),
                DataValue.Instant("at", ("时间", "When"), f.At),
            })]),
        ];
    }

    // The case beside a form stays with its answer, and says so itself.
    public Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<DataThatStays>>([]);

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        await Tries(subject).ExecuteDeleteAsync(cancel);
        await Items(subject).ExecuteDeleteAsync(cancel);
        await Lists(subject).ExecuteDeleteAsync(cancel);
        await Forms(subject).ExecuteDeleteAsync(cancel);
    }

    private IQueryable<MoveInList> Lists(DataSubject subject) =>
        db.Unfiltered<MoveInList>().Where(l => l.Person == subject.Person || subject.Accounts.Contains(l.Account));

    private IQueryable<MoveInItem> Items(DataSubject subject)
    {
        var lists = Lists(subject).Select(l => l.Id);
        return db.Records<MoveInItem>().Where(i => lists.Contains(i.List));
    }

    private IQueryable<QuizTry> Tries(DataSubject subject)
    {
        var items = Items(subject).Select(i => i.Id);
        return db.Records<QuizTry>().Where(t => items.Contains(t.Item));
    }

    private IQueryable<MatterApplication> Forms(DataSubject subject) => db.Unfiltered<MatterApplication>().Where(f => subject.Accounts.Contains(f.Account));
}
