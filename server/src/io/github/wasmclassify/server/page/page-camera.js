const TYPE = "image/jpeg";
const QUALITY = 0.92;
const PROBLEMS = {
  NotAllowedError: "The camera is not allowed. Allow it in the browser's settings for this page.",
  NotFoundError: "There is no camera.",
  NotReadableError: "The camera is in use by another program.",
};

/** A dialog that shows what a camera sees, and takes pictures. */
export class Camera {
  #dialog = document.getElementById("camera-dialog");
  #video = this.#dialog.querySelector("video");

  /** @param {(picture: File) => void} onPicture */
  constructor(onPicture) {
    this.#dialog.addEventListener("close", async () => {
      const isTaken = this.#dialog.returnValue === "take" && this.#video.videoWidth > 0;
      const picture = isTaken && (await this.#take());
      this.#stop();
      if (picture) onPicture(picture);
    });
  }

  /** Fails with a sentence for people if there is no camera to use. */
  async open() {
    if (!navigator.mediaDevices) throw new Error("Browsers allow the camera only on HTTPS and on localhost.");
    const wanted = { video: { facingMode: "environment" } };
    this.#video.srcObject = await navigator.mediaDevices.getUserMedia(wanted).catch((cause) => {
      throw new Error(PROBLEMS[cause.name] ?? `The camera cannot be used: ${cause.message}`, { cause });
    });
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
  }

  async #take() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").drawImage(this.#video, 0, 0);
    const picture = await new Promise((resolve) => canvas.toBlob(resolve, TYPE, QUALITY));
    return new File([picture], "camera.jpg", { type: TYPE });
  }

  #stop() {
    this.#video.srcObject.getTracks().forEach((track) => track.stop());
    this.#video.srcObject = null;
  }
}
