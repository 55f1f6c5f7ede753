//! Where what is put into a registration comes from: the desk, now, or a packet that was taken while the line was down.

use store::Tx;
use store::capture::Taken;
use store::packet::Packet;

use crate::counter::packets;
use crate::{App, Cx, Result};

/// Who took it and when, and the packet that it comes out of.
pub(crate) struct Taking<'a> {
    pub(crate) taken: Taken,
    packet: Option<&'a Packet>,
}

impl<'a> Taking<'a> {
    /// By the officer at his desk.
    pub(crate) fn here(cx: &Cx) -> Result<Self> {
        Ok(Self {
            taken: Taken::now(Some(cx.staff()?), cx.now),
            packet: None,
        })
    }

    /// Out of a packet that the officer takes in.
    pub(crate) fn out_of(packet: &'a Packet, cx: &Cx) -> Result<Self> {
        Ok(Self {
            taken: taken_offline(packet, cx)?,
            packet: Some(packet),
        })
    }

    /// In the transaction that keeps it: a packet that another officer goes on with puts nothing in twice.
    pub(crate) async fn hold(&self, tx: &mut Tx, app: &App) -> Result<()> {
        match self.packet {
            Some(packet) => packets::hold(tx, app, packet).await,
            None => Ok(()),
        }
    }
}

/// Who took what a packet holds, when, and who takes it in.
pub(crate) fn taken_offline(packet: &Packet, cx: &Cx) -> Result<Taken> {
    Ok(Taken {
        by: packet.staff,
        at: packet.taken,
        taken_in: Some(cx.staff()?),
    })
}
