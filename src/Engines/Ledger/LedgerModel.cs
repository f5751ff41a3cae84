using Linli.Ledger.Accounts;
using Linli.Ledger.Chain;
using Linli.Ledger.Earning;
using Linli.Ledger.Holds;
using Linli.Ledger.Insurance;
using Linli.Ledger.Lots;
using Linli.Ledger.Payments;
using Linli.Ledger.Periods;
using Linli.Ledger.Postings;
using Linli.Ledger.Reversals;
using Linli.Ledger.Settlements;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linli.Ledger;

/// <summary>The tables of the engine. Between transfers, entries and accounts there are no foreign keys: the chain says more, and posting pays for nothing twice.</summary>
internal static class LedgerModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        MapBooks(model);
        MapChain(model);
        MapPoints(model);
        PaymentsParts.Map(model);
        InsuranceParts.Map(model);
        model.Entity<HoldRow>(e =>
        {
            e.ToTable("ledger_hold", t => t.HasCheckConstraint("ck_ledger_hold_left", "\"Left\" >= 0 AND \"Left\" <= \"Amount\"")).HasKey(h => h.Id);
            e.Property(h => h.Poster).HasMaxLength(60);
            e.Property(h => h.Key).HasMaxLength(100);
            e.HasIndex(h => new { h.Poster, h.Key }).IsUnique();
            e.HasIndex(h => h.ExpiresAt, "ix_ledger_hold_open").HasFilter("\"State\" = 'Open'");
            e.HasIndex(h => h.Account);
        });
        model.Entity<ClosedPeriod>(e =>
        {
            e.ToTable("ledger_closed_period").HasKey(p => p.Id);
            e.HasIndex(p => new { p.Scope, p.Month }).IsUnique();
        });
        model.Entity<ReversalRequest>(e =>
        {
            e.ToTable("ledger_reversal_request").HasKey(r => r.Id);
            e.HasIndex(r => r.State);
            e.HasIndex(r => r.Transfer).IsUnique().HasFilter("\"State\" = 'Waiting'");
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<Settlement>(e =>
        {
            e.ToTable("ledger_settlement").HasKey(s => s.Id);
            e.Ignore(s => s.Owed).Ignore(s => s.After).Ignore(s => s.Until);
            e.Property(s => s.BankReference).HasMaxLength(60);
            e.Property(s => s.OrderNumber).HasMaxLength(30);
            e.HasIndex(s => s.BankReference).IsUnique().HasFilter("\"BankReference\" IS NOT NULL");
            e.HasIndex(s => s.Order).HasFilter("\"Order\" IS NOT NULL");
            e.Property(s => s.Version).IsConcurrencyToken();
            e.HasIndex(s => new { s.Account, s.Month }).IsUnique();
        });
        Seals(model);
    }

    private static void Seals(ModelBuilder model)
    {
        foreach (var type in model.Model.GetEntityTypes().Where(t => t.ClrType.Assembly == typeof(LedgerModel).Assembly && typeof(ISealedRow).IsAssignableFrom(t.ClrType)))
            type.FindProperty(nameof(ISealedRow.Seal))!.SetMaxLength(64);
    }

    private static void MapBooks(ModelBuilder model)
    {
        model.Entity<Account>(e =>
        {
            e.ToTable("ledger_account").HasKey(a => a.Id);
            e.Property(a => a.Number).HasMaxLength(20);
            e.Property(a => a.OwnerKey).HasMaxLength(60);
            e.Property(a => a.Purpose).HasMaxLength(40);
            e.Property(a => a.LabelZh).HasMaxLength(100);
            e.Property(a => a.LabelEn).HasMaxLength(100);
            e.HasIndex(a => a.Number).IsUnique();
            e.HasIndex(a => new { a.OwnerKey, a.OwnerKind, a.Unit, a.Purpose }).IsUnique();
            e.HasIndex(a => a.Scope);
        });
        model.Entity<BalanceRow>(e =>
        {
            e.ToTable("ledger_balance", t => t.HasCheckConstraint("ck_ledger_balance_floor", "\"Held\" >= 0 AND \"Posted\" - \"Held\" >= \"Floor\"")).HasKey(b => b.Account);
            e.Property(b => b.Account).ValueGeneratedNever();
        });
        model.Entity<TransferRow>(e =>
        {
            e.ToTable("ledger_transfer").HasKey(t => t.Id);
            e.Property(t => t.Poster).HasMaxLength(60);
            e.Property(t => t.Key).HasMaxLength(100);
            e.Property(t => t.Kind).HasMaxLength(40);
            e.Property(t => t.MemoZh).HasMaxLength(200);
            e.Property(t => t.MemoEn).HasMaxLength(200);
            e.Property(t => t.Subject).HasMaxLength(100);
            e.Property(t => t.Hash).HasMaxLength(32);
            e.HasIndex(t => new { t.Key, t.Poster }).IsUnique();
            e.HasIndex(t => t.Reverses).HasFilter("\"Reverses\" IS NOT NULL");
            e.HasIndex(t => t.Subject).HasFilter("\"Subject\" IS NOT NULL");
            e.HasIndex(t => t.Id, "ix_ledger_transfer_open").HasFilter("\"Segment\" IS NULL");
        });
        model.Entity<EntryRow>(e =>
        {
            e.ToTable("ledger_entry", t => t.HasCheckConstraint("ck_ledger_entry_amount", "\"Amount\" <> 0")).HasKey(x => new { x.Transfer, x.Line });
            e.HasIndex(x => new { x.Account, x.Tick });
        });
    }

    private static void MapChain(ModelBuilder model)
    {
        model.Entity<Segment>(e =>
        {
            e.ToTable("ledger_segment").HasKey(s => s.Number);
            e.Property(s => s.Number).ValueGeneratedNever();
            e.Property(s => s.Hash).HasMaxLength(64);
        });
        model.Entity<ChainHead>(e =>
        {
            e.ToTable("ledger_chain_head").HasKey(h => h.Id);
            e.Property(h => h.Id).ValueGeneratedNever();
        });
        model.Entity<RollUp>(e =>
        {
            e.ToTable("ledger_rollup").HasKey(r => r.Account);
            e.Property(r => r.Account).ValueGeneratedNever();
        });
    }

    private static void MapPoints(ModelBuilder model)
    {
        model.Entity<Lot>(e =>
        {
            e.ToTable("ledger_lot", t => t.HasCheckConstraint("ck_ledger_lot_left", "\"Left\" >= 0 AND \"Left\" <= \"Amount\"")).HasKey(l => l.Id);
            e.HasIndex(l => new { l.Account, l.LastDay }, "ix_ledger_lot_left").HasFilter("\"Left\" > 0");
            e.HasIndex(l => l.LastDay, "ix_ledger_lot_due").HasFilter("\"Left\" > 0");
            e.HasIndex(l => l.Transfer);
        });
        model.Entity<LotMove>(e => e.ToTable("ledger_lot_move").HasKey(m => new { m.Transfer, m.Lot }));
        model.Entity<Programme>(e =>
        {
            e.ToTable("ledger_programme").HasKey(p => p.Code);
            e.Property(p => p.Code).HasMaxLength(40);
            e.HasIndex(p => p.Scope);
        });
        model.Entity<EarningRule>(e =>
        {
            e.ToTable("ledger_earning_rule").HasKey(r => r.Id);
            e.Property(r => r.Event).HasMaxLength(40);
            e.Property(r => r.Programme).HasMaxLength(40);
            e.HasIndex(r => new { r.Event, r.From });
        });
        model.Entity<EarningRow>(e =>
        {
            e.ToTable("ledger_earning").HasKey(x => x.Id);
            e.Property(x => x.Event).HasMaxLength(40);
            e.Property(x => x.Key).HasMaxLength(100);
            e.HasIndex(x => new { x.Event, x.Key, x.Person }).IsUnique();
            e.HasIndex(x => new { x.Person, x.Day });
            e.HasIndex(x => new { x.Scope, x.State });
            e.Property(x => x.Version).IsConcurrencyToken();
        });
    }
}
